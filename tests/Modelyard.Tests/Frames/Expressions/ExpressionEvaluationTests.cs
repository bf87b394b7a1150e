using FsCheck;
using FsCheck.Fluent;
using Modelyard.Frames;
using Modelyard.Frames.Expressions;
using Modelyard.Tests.Numerics;
using static Modelyard.Frames.Expressions.Expression;

namespace Modelyard.Tests.Frames.Expressions;

/// <summary>Holds the fused evaluation against an interpreter of single rows, and against itself on parts of tables.</summary>
public sealed class ExpressionEvaluationTests
{
    private const int Rows = 1500;
    private const int Depth = 5;
    private static readonly Frame Table = RandomTable.Of(Rows, seed: 3);

    [Theory]
    [InlineData("Scalar")]
    [InlineData("Vector256")]
    [InlineData("Vector512")]
    public void Random_expressions_give_what_an_interpreter_of_rows_gives(string level)
    {
        using var path = new ForcedPath(level);
        var interpreter = new RowInterpreter(Table);
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => CheckAgainst(interpreter, new RandomExpression(new Random(seed)).Next(Depth))).Check(Property.Repeatable);
    }

    [Fact]
    public void Printed_expressions_are_read_as_the_same_tree() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        Expression expression = new RandomExpression(new Random(seed)).Next(Depth);
        Assert.Equal(expression, Parse(expression.ToString()));
    }).Check(Property.Repeatable);

    [Fact]
    public void Chunks_give_what_the_whole_gives() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        BoundExpression bound = new RandomExpression(new Random(seed)).Next(Depth).Bind(Table);
        if (Try(() => bound.Evaluate(Table)) is not { } whole)
        {
            return;
        }

        int cut = new Random(seed).Next(1, Rows - 1);
        Column first = bound.Evaluate(Table.Head(cut)), second = bound.Evaluate(Table.Take([.. Enumerable.Range(cut, Rows - cut)]), firstRow: cut);
        for (int row = 0; row < Rows; row++)
        {
            AssertCell(bound.Expression, whole, row, row < cut ? first : second, row < cut ? row : row - cut);
        }
    }).Check(Property.Repeatable);

    [Fact]
    public void Many_pieces_give_what_one_gives()
    {
        Frame large = RandomTable.Of(70_001, seed: 8);
        foreach (string text in new[] { "x * y + j", "i > 3 and (x < 1 or a) and c = 'ab'", "if(b, c, 'none')", "concat(s, d)", "datetrunc(t, 'day')", "length(c) + row()", "upper(c)" })
        {
            BoundExpression bound = Parse(text).Bind(large);
            Column whole = bound.Evaluate(large), end = bound.Evaluate(large.Take([.. Enumerable.Range(65_000, 5001)]), firstRow: 65_000);
            for (int row = 65_000; row < large.RowCount; row++)
            {
                AssertCell(bound.Expression, whole, row, end, row - 65_000);
            }

            Assert.Equal(whole.MissingCount, Enumerable.Range(0, whole.Length).Count(whole.IsMissing));
        }
    }

    [Fact]
    public void A_filter_keeps_the_rows_that_are_true()
    {
        Expression condition = (Col("x") > 0.25 & Col("c") != "a") | Col("b");
        var interpreter = new RowInterpreter(Table);
        int[] expected = [.. Enumerable.Range(0, Rows).Where(row => Present(condition, interpreter, row))];
        Frame kept = Table.Filter(Parse(condition.ToString()));
        Assert.Equal(expected.Length, kept.RowCount);
        for (int i = 0; i < expected.Length; i++)
        {
            foreach (Column column in Table.Columns)
            {
                Assert.Equal(column.FormatCell(expected[i]), kept[column.Name].FormatCell(i));
            }
        }

        Assert.Same(Table.Columns[0], Table.Filter(Value(true)).Columns[0]);
        Assert.Equal(0, Table.Filter(Col("j") > 1000).RowCount);
    }

    [Fact]
    public void Whole_numbers_beyond_64_bits_name_the_row_and_the_part()
    {
        Frame table = Frame.Of(new IntegerColumn("n", [1, long.MaxValue, 3]));
        var fault = Assert.Throws<ExpressionException>(() => table.With("m", Parse("2 * (n + 1)")));
        Assert.Contains("Data row 2 fails", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'9223372036854775807' and '1' give a whole number beyond 64 bits", fault.Message, StringComparison.Ordinal);
        Assert.Equal(5, fault.Position);
        Assert.Contains("Data row 102 ", Assert.Throws<ExpressionException>(() => Parse("n + 1").Bind(table).Evaluate(table, firstRow: 100)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_is_chosen_can_fail()
    {
        Frame table = Frame.Of(new IntegerColumn("n", [1, long.MaxValue, 3]));
        Assert.Equal(["2", "0", "4"], Cells(Parse("if(n < 100, n + 1, 0)").Evaluate(table)));
        Assert.Equal(["true", "false", "false"], Cells(Parse("n < 100 and n + 1 < 3").Evaluate(table)));
        Assert.Equal(["true", "true", "false"], Cells(Parse("n > 100 or n + 1 < 3").Evaluate(table)));
        Assert.Equal(["7", "7", "7"], Cells(Parse("if(false, 9223372036854775807 + 1, 7)").Evaluate(table)));
        Assert.Throws<ExpressionException>(() => Parse("if(true, 9223372036854775807 + 1, 7)").Evaluate(table));
        Assert.Throws<ExpressionException>(() => Parse("n + 1 < 3 and n < 100").Evaluate(table));
        Assert.Throws<ExpressionException>(() => Parse("integer(max(n) * 2.0)").Evaluate(table));
    }

    [Fact]
    public void Missing_cells_hide_what_would_fail()
    {
        Frame table = Frame.Of(new IntegerColumn("n", [1, long.MaxValue, 3], new Validity([true, false, true])));
        Assert.Equal(["2", string.Empty, "4"], Cells(Parse("n + 1").Evaluate(table)));
    }

    [Fact]
    public void Times_that_are_utc_stay_so()
    {
        Frame table = Frame.Of(new TimestampColumn("u", [new DateTime(2001, 1, 5, 10, 0, 0).Ticks], isUtc: true), new TimestampColumn("t", [new DateTime(2001, 1, 5).Ticks]));
        Assert.True(((TimestampColumn)Parse("dateadd(u, 1, 'hour')").Evaluate(table)).IsUtc);
        Assert.True(((TimestampColumn)Parse("greatest(t, u)").Evaluate(table)).IsUtc);
        Assert.False(((TimestampColumn)Parse("date(t)").Evaluate(table)).IsUtc);

        // The clock stays as it stands.
        var utc = (TimestampColumn)Parse("utc(t)").Evaluate(table);
        var local = (TimestampColumn)Col("u").AsLocal().Evaluate(table);
        Assert.True(utc.IsUtc && !local.IsUtc);
        Assert.Equal(new DateTime(2001, 1, 5).Ticks, utc.Ticks[0]);
        Assert.Equal(new DateTime(2001, 1, 5, 10, 0, 0).Ticks, local.Ticks[0]);
        Assert.True(((TimestampColumn)Parse("date(utc(local(u)))").Evaluate(table)).IsUtc);
        Assert.Equal(1, table.With("t", Col("t").AsUtc()).Merge(table.With("t", Parse("date(u)")), ["t"]).RowCount);
        Assert.Equal(["true"], Cells(Parse("u = '2001-01-05T12:00:00+02:00'").Evaluate(table)));
    }

    [Fact]
    public void Statistics_are_refused_where_rows_are_computed_alone()
    {
        BoundExpression bound = Parse("(x - mean(x)) / std(x)").Bind(Table);
        Assert.False(bound.IsRowWise);
        Assert.Contains("'mean(x)' is computed of the whole column", Assert.Throws<ExpressionException>(bound.RequireRowWise).Message, StringComparison.Ordinal);
        Assert.True(Parse("x + row()").Bind(Table).IsRowWise);
    }

    [Fact]
    public void Verbs_take_expressions()
    {
        Frame orders = Frame.Of(new TextColumn("who", ["Ann", "bob", "ANN", null]), new IntegerColumn("n", [3, 1, 2, 4]), new DoubleColumn("price", [2, 4, 1, 8]));
        Frame people = Frame.Of(new TextColumn("name", ["ann", "Bob"]), new TextColumn("town", ["Ulm", "Bern"]));
        Assert.Equal(["6", "4", "2", "32"], Cells(orders.With("total", Col("n") * Col("price"))["total"]));
        Assert.Equal(["m", "k"], orders.Select(("m", Col("n") + 1), ("k", Col("who").Lower())).Columns.Select(column => column.Name));
        Assert.Equal(["32", "6", "4", "2"], Cells(orders.SortBy(Col("n") * Col("price"), descending: true).With("total", Parse("n * price"))["total"]));
        Frame merged = orders.Merge(people, [new MergeKey(Col("who").Lower(), Col("name").Lower(), "key")]);
        Assert.Equal(["key", "who", "n", "price", "name", "town"], merged.Columns.Select(column => column.Name));
        Assert.Equal(["Ulm", "Bern", "Ulm"], Cells(merged["town"]));
        Assert.Equal(["who", "n", "price"], orders.Merge(people, [new MergeKey(Col("who").Lower(), Col("name").Lower(), "key")], MergeHow.Anti).Columns.Select(column => column.Name));
        Assert.Contains("has a column of that name", Assert.Throws<ModelyardException>(() => orders.Merge(people, [new MergeKey(Col("who").Lower(), Col("name"), "who")])).Message, StringComparison.Ordinal);
        Frame groups = orders.With("lower", Col("who").Lower()).GroupBy("lower").Aggregate(Aggregate.Sum(Col("n") * Col("price")).As("total"), Aggregate.Maximum(Col("n")));
        Assert.Equal(["8", "4"], Cells(groups["total"]));
        Assert.Equal(["lower", "total", "n_max"], groups.Columns.Select(column => column.Name));
    }

    [Fact]
    public void Few_rows_of_many_levels_look_at_their_own_levels_alone()
    {
        string[] levels = [.. Enumerable.Range(0, 500).Select(level => FormattableString.Invariant($"{level:000}"))];
        Frame table = Frame.Of(new CategoryColumn("c", [499, -1, 3], levels));
        Assert.Equal(["499", string.Empty, "3"], Cells(Parse("number(c)").Evaluate(table)));
        Assert.Equal(["true", string.Empty, "false"], Cells(Parse("c = '499'").Evaluate(table)));
        Assert.Equal(["4", string.Empty, "0"], Cells(Parse("slice(c, 0, 1)").Evaluate(table)));
        Assert.Equal(["4", "none", "0"], Cells(Parse("ifmissing(slice(c, 0, 1), 'none')").Evaluate(table)));
    }

    [Fact]
    public void Empty_tables_give_empty_columns()
    {
        Frame empty = Table.Head(0);
        foreach (string text in new[] { "x + 1", "upper(s)", "upper(c)", "mean(x) + 1", "i > 1", "datetrunc(t, 'day')", "if(a, c, 'x')", "sum(i)" })
        {
            Assert.Equal(0, Parse(text).Evaluate(empty).Length);
        }
    }

    private static bool Present(Expression condition, RowInterpreter interpreter, int row)
    {
        // The interpreter knows '=', not '<>'.
        _ = condition;
        object? x = interpreter.Compute(Col("x"), row), c = interpreter.Compute(Col("c"), row);
        return (x is double number && number > 0.25 && c is string text && text != "a") || interpreter.Compute(Col("b"), row) is true;
    }

    private static void CheckAgainst(RowInterpreter interpreter, Expression expression)
    {
        Column? actual = null;
        ExpressionException? fault = null;
        try
        {
            actual = expression.Evaluate(Table);
        }
        catch (ExpressionException exception)
        {
            fault = exception;
        }

        for (int row = 0; row < Rows; row++)
        {
            object? expected;
            try
            {
                expected = interpreter.Compute(expression, row);
            }
            catch (OverflowException)
            {
                Assert.True(fault is not null && fault.Message.Contains($"Data row {row + 1} ", StringComparison.Ordinal), $"{expression} must fail in row {row}: {fault?.Message}");
                return;
            }

            if (actual is not null)
            {
                AssertCell(expression, actual, row, expected);
            }
        }

        Assert.True(fault is null, $"{expression} must not fail: {fault?.Message}");
    }

    private static void AssertCell(Expression expression, Column actual, int row, object? expected)
    {
        string place = $"{expression}, row {row}: '{expected}' and '{actual.FormatCell(row)}'";
        Assert.True(actual.IsMissing(row) == expected is null, place);
        if (expected is not null)
        {
            Assert.True(
                actual switch
                {
                    DoubleColumn doubles => doubles.Values[row] == (expected is long integer ? integer : (double)expected),
                    IntegerColumn integers => integers.Values[row] == (long)expected,
                    BooleanColumn booleans => booleans.Values[row] == (bool)expected,
                    TimestampColumn times => times.Ticks[row] == ((DateTime)expected).Ticks,
                    _ => actual.FormatCell(row) == (string)expected,
                },
                place);
        }
    }

    private static void AssertCell(Expression expression, Column whole, int row, Column part, int at) => Assert.True(
        whole.IsMissing(row) == part.IsMissing(at)
        && (whole is DoubleColumn doubles ? BitConverter.DoubleToInt64Bits(doubles.Values[row] + 0.0) == BitConverter.DoubleToInt64Bits(((DoubleColumn)part).Values[at] + 0.0) || whole.IsMissing(row)
            : whole is TimestampColumn times ? whole.IsMissing(row) || times.Ticks[row] == ((TimestampColumn)part).Ticks[at] : whole.FormatCell(row) == part.FormatCell(at)),
        $"{expression}, row {row}: '{whole.FormatCell(row)}' and '{part.FormatCell(at)}'");

    private static Column? Try(Func<Column> evaluate)
    {
        try
        {
            return evaluate();
        }
        catch (ExpressionException)
        {
            return null;
        }
    }

    private static string[] Cells(Column column) => [.. Enumerable.Range(0, column.Length).Select(column.FormatCell)];
}
