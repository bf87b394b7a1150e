using Modelyard.Frames;
using Modelyard.Frames.Expressions;
using Modelyard.Numerics;

namespace Modelyard.Tests.Frames.Lineage;

/// <summary>The definition of a lineage: a cell depends on no column that is not told. What decides which rows there are, the column <c>k</c>, is not told and not changed.</summary>
public sealed class InfluenceTests
{
    private const int Rows = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_column_depends_on_no_source_that_it_does_not_name(int seed)
    {
        for (int round = 0; round < 60; round++)
        {
            ulong chain = (ulong)((seed * 1000) + round);
            Frame before = Chain(Sources(null), chain);
            foreach (string changed in (string[])["a", "b", "c", "d"])
            {
                Frame after = Chain(Sources(changed), chain);
                Assert.Equal(before.Columns.Select(column => column.Name), after.Columns.Select(column => column.Name));
                foreach (Column column in before.Columns)
                {
                    bool isNamed = before.Lineage.SourcesOf(column.Name).Any(origin => origin.Column == changed && origin.Step.Verb == "table");
                    Assert.True(isNamed || Cells(column).SequenceEqual(Cells(after[column.Name])), $"'{column.Name}' depends on '{changed}' and does not say so: {before.Lineage.History().Count} steps, the last is {before.Lineage}.");
                }
            }
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void A_column_of_simple_verbs_depends_on_every_source_that_it_names(int seed)
    {
        for (int round = 0; round < 60; round++)
        {
            ulong chain = (ulong)((seed * 1000) + round);
            Frame before = Simple(Sources(null), chain);
            foreach (string changed in (string[])["a", "b", "c", "d"])
            {
                Frame after = Simple(Sources(changed), chain);
                Assert.All(
                    before.Columns.Where(column => before.Lineage.SourcesOf(column.Name).Any(origin => origin.Column == changed)),
                    column => Assert.NotEqual(Cells(column), Cells(after[column.Name])));
            }
        }
    }

    private static Frame Sources(string? changed)
    {
        Column[] columns = [.. new[] { "a", "b", "c", "d" }.Select((name, number) =>
            new DoubleColumn(name, [.. Enumerable.Range(0, Rows).Select(row => (double)(((row * (number + 3)) % 7) + (name == changed ? 1000.5 : 0)))]))];
        return Frame.Of([.. columns, new IntegerColumn("k", [.. Enumerable.Range(0, Rows).Select(row => (long)row % 4)])]);
    }

    private static Frame Chain(Frame table, ulong seed)
    {
        var random = new RandomStream(seed);
        for (int step = 0; step < 5; step++)
        {
            string[] names = [.. table.Columns.Where(column => column is DoubleColumn).Select(column => column.Name)];
            if (names.Length == 0 || !table.Columns.Any(column => column.Name == "k"))
            {
                return table;
            }

            string one = names[random.NextInt(names.Length)], two = names[random.NextInt(names.Length)];
            table = random.NextInt(12) switch
            {
                0 => table.With($"n{step}", Expression.Parse($"[{one}] * 2 + [{two}]")),
                1 => table.With(one, Expression.Parse($"[{two}] - 1")),
                2 => table.Rename(one, $"r{step}"),
                3 => table.Filter(Expression.Parse("k < 3")),
                4 => table.SortBy("k", descending: true),
                5 => table.Select(names.Distinct().Append("k")),
                6 => table.Merge(Small(), ["k"], MergeHow.Left, new MergeOptions { LeftSuffix = $"_l{step}", RightSuffix = $"_r{step}" }),
                7 => table.GroupBy("k").Aggregate([Aggregate.Sum(one).As($"s{step}"), Aggregate.Maximum(two).As(one)]),
                8 => table.Melt(["k"], [.. new[] { one, two }.Distinct()], $"v{step}", $"w{step}"),
                9 => Frame.ConcatRows(table, table.Select("k", one).Rename(one, $"e{step}")),
                10 => table.SetIndex("k").ResetIndex(),
                _ => table.Head(6).Take([1, 0, 1]),
            };
        }

        return table;
    }

    private static Frame Simple(Frame table, ulong seed)
    {
        var random = new RandomStream(seed);
        for (int step = 0; step < 6; step++)
        {
            string[] names = [.. table.Columns.Where(column => column is DoubleColumn).Select(column => column.Name)];
            string one = names[random.NextInt(names.Length)];
            table = random.NextInt(6) switch
            {
                0 => table.With($"n{step}", Expression.Parse($"[{one}] * 2 + 1")),
                1 => table.Rename(one, $"r{step}"),
                2 => table.Filter(Expression.Parse("k < 3")),
                3 => table.SortBy("k"),
                4 => table.Head(8),
                _ => names.Length > 1 ? table.Drop(one) : table,
            };
        }

        return table;
    }

    private static Frame Small() => Frame.Of(new IntegerColumn("k", [0, 1, 2]), new DoubleColumn("b", [5, 6, 7])).ReadFrom(new Modelyard.Frames.Lineage.LineageSource("small"));

    private static string[] Cells(Column column) => [.. Enumerable.Range(0, column.Length).Select(row => column.IsMissing(row) ? "" : column.FormatCell(row))];
}
