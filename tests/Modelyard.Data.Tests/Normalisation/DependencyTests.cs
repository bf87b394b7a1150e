using System.Text.Json;
using Modelyard.Data.Normalisation;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.Normalisation;

public sealed class DependencyTests
{
    private static readonly NormalisationOptions All = new() { MinLeftSides = 1, MinBits = double.NegativeInfinity };

    [Fact]
    public void What_follows_from_what_was_found_is_what_holds_in_all_sets_of_up_to_three_columns()
    {
        foreach ((Frame frame, JsonElement table, int number) in Oracle().Where(one => one.Table.GetProperty("sets").GetArrayLength() > 0))
        {
            var report = DependencyReport.Of(frame, All);
            foreach (JsonElement set in table.GetProperty("sets").EnumerateArray())
            {
                string right = $"c{set.GetProperty("right").GetInt32()}";
                string[] left = [.. set.GetProperty("left").EnumerateArray().Select(column => $"c{column.GetInt32()}")];

                // A column of one value follows from everything, and is told in the notes.
                if (((TextColumn)frame[right]).ToCategory().Levels.Count > 1)
                {
                    Assert.True(set.GetProperty("holds").GetBoolean() == Follows(report, left, right), $"table {number}: {string.Join(", ", left)} -> {right}");
                }
            }
        }
    }

    [Fact]
    public void The_rows_that_break_a_dependency_are_as_many_as_must_go()
    {
        foreach ((Frame frame, JsonElement table, int number) in Oracle())
        {
            const double MaxError = 0.2;
            var report = DependencyReport.Of(frame, All with { MaxError = MaxError, MaxLeftSide = 1 });
            foreach (JsonElement single in table.GetProperty("singles").EnumerateArray())
            {
                string left = $"c{single.GetProperty("left").GetInt32()}", right = $"c{single.GetProperty("right").GetInt32()}";
                int violations = single.GetProperty("violations").GetInt32();
                FunctionalDependency? found = report.Dependencies.FirstOrDefault(one => one.Right == right && one.Left.SequenceEqual([left]));
                bool varies = frame.Select(left).DropDuplicates().RowCount > 1 && frame.Select(right).DropDuplicates().RowCount > 1 && frame[left].MissingCount < frame.RowCount - 1 && ((TextColumn)frame[left]).ToCategory().Levels.Count > 1;
                if (varies && frame.Select(left).DropDuplicates().RowCount < frame.RowCount)
                {
                    Assert.True(violations <= (int)(MaxError * frame.RowCount) == found is not null, $"table {number}: {left} -> {right}");
                    Assert.Equal(violations, found?.Violations ?? violations);
                }
            }
        }
    }

    [Fact]
    public void Dependencies_of_few_rows_are_not_believed()
    {
        // Twelve rows of columns that have nothing to do with each other.
        var frame = Frame.Of(
            new TextColumn("a", Enumerable.Range(0, 12).Select(i => $"a{i % 6}")),
            new TextColumn("b", Enumerable.Range(0, 12).Select(i => i % 6 == 0 ? "x" : "y")));
        FunctionalDependency found = Assert.Single(DependencyReport.Of(frame).Dependencies);
        Assert.Equal("a -> b", found.ToString());
        Assert.Contains("could be chance", found.Reason, StringComparison.Ordinal);
        Assert.True(Assert.Single(DependencyReport.Of(frame, new NormalisationOptions { Accept = ["a -> b"] }).Dependencies).IsAccepted);
        Assert.Equal("to be ignored", Assert.Single(DependencyReport.Of(frame, new NormalisationOptions { Ignore = ["a -> b"] }).Dependencies).Reason);
        Assert.Empty(DependencyReport.Of(frame, new NormalisationOptions { Ignore = ["a"] }).Dependencies);
    }

    [Fact]
    public void Rows_of_one_order_are_one_fact()
    {
        // Each day has one order: its rows repeat that order's customer, and the day itself says nothing.
        var frame = Frame.Of(
            new IntegerColumn("order_id", [.. Enumerable.Range(0, 400).Select(i => i / 4L)]),
            new TextColumn("day", Enumerable.Range(0, 400).Select(i => $"day {i / 8}")),
            new TextColumn("customer", Enumerable.Range(0, 400).Select(i => $"c{i / 8 % 7}")));
        DependencyReport report = DependencyReport.Of(frame);
        Assert.True(report.Dependencies.Single(one => one.ToString() == "order_id -> customer").IsAccepted);
        FunctionalDependency day = report.Dependencies.Single(one => one.ToString() == "day -> customer");
        Assert.Equal(50, day.Repeats);
    }

    [Theory]
    [InlineData("penguins")]
    [InlineData("diamonds")]
    [InlineData("concrete")]
    public void Tables_of_measurements_are_left_whole(string table) =>
        Assert.DoesNotContain(DependencyReport.Of(CsvReader.Read(RepositoryFiles.Table(table)).Frame).Dependencies, one => one.IsAccepted);

    [Fact]
    public void What_was_not_looked_at_is_told()
    {
        var frame = Frame.Of(Enumerable.Range(0, 12).Select(c => new TextColumn($"c{c}", Enumerable.Range(0, 300).Select(r => $"{(r * (c + 3) / 7) % (5 + c)}"))));
        Assert.Contains(DependencyReport.Of(frame, new NormalisationOptions { MaxWork = 5000 }).Notes, note => note.Contains("MaxWork", StringComparison.Ordinal));
        Assert.Contains(DependencyReport.Of(frame, new NormalisationOptions { MaxColumns = 3 }).Notes, note => note.Contains("MaxColumns", StringComparison.Ordinal));
        Assert.Throws<OperationCanceledException>(() => DependencyReport.Of(frame, null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Options_that_cannot_be_are_refused()
    {
        var frame = Frame.Of(new TextColumn("a", ["x"]), new TextColumn("b", ["x"]));
        Assert.Throws<ModelyardException>(() => DependencyReport.Of(frame, new NormalisationOptions { MaxLeftSide = 4 }));
        Assert.Throws<ModelyardException>(() => DependencyReport.Of(frame, new NormalisationOptions { MaxError = double.NaN }));
        Assert.Throws<UnknownColumnException>(() => DependencyReport.Of(frame, new NormalisationOptions { Ignore = ["a -> z"] }));
        Assert.Throws<ModelyardException>(() => DependencyReport.Of(frame, new NormalisationOptions { Accept = ["a -> a"] }));
        Assert.Throws<ModelyardException>(() => DependencyReport.Of(frame, new NormalisationOptions { Accept = ["a"] }));
    }

    private static bool Follows(DependencyReport report, string[] left, string right)
    {
        var met = left.ToHashSet();
        for (int before = 0; before < met.Count;)
        {
            before = met.Count;
            met.UnionWith(report.Dependencies.Where(one => one.Left.All(met.Contains)).Select(one => one.Right).ToArray());
        }

        return met.Contains(right);
    }

    private static IEnumerable<(Frame Frame, JsonElement Table, int Number)> Oracle()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Oracle("normalisation")));
        int number = 0;
        foreach (JsonElement table in document.RootElement.GetProperty("tables").EnumerateArray())
        {
            JsonElement[][] rows = [.. table.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().ToArray())];
            yield return (Frame.Of(rows[0].Select((_, column) => new TextColumn($"c{column}", rows.Select(row => row[column].GetString())))), table, number++);
        }
    }
}
