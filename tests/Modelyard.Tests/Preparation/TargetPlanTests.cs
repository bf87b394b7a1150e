using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Tests.Preparation;

public sealed class TargetPlanTests
{
    private const int Rows = 400;

    [Fact]
    public void The_cells_decide_what_is_predicted_and_a_guess_is_said()
    {
        Assert.Equal(TaskKind.Regression, Learn(new DoubleColumn("y", [.. Range(row => row / 3.0)])).Task);
        Assert.Equal(TaskKind.Regression, Learn(new IntegerColumn("y", [.. Range(row => row % 50L)])).Task);
        Assert.Equal(TaskKind.Classification, Learn(new BooleanColumn("y", [.. Range(row => row % 2 == 0)])).Task);
        Assert.Equal(TaskKind.Classification, Learn(new TextColumn("y", Range(row => $"c{row % 50}"))).Task);
        TargetPlan two = Learn(new IntegerColumn("y", [.. Range(row => row % 2L)]));
        Assert.Equal((TaskKind.Classification, 0), (two.Task, two.Notes.Count));
        TargetPlan few = Learn(new IntegerColumn("y", [.. Range(row => 10 - (row % 9L))]));
        Assert.Equal(TaskKind.Classification, few.Task);
        Assert.Equal(["2", "3", "4", "5", "6", "7", "8", "9", "10"], few.Classes);
        Assert.Equal("The target 'y' has 9 whole numbers; they are taken for classes. Say '--task regression' if they are quantities.", Assert.Single(few.Notes));
    }

    [Fact]
    public void Two_whole_numbers_written_with_a_point_are_classes()
    {
        TargetPlan plan = Learn(new DoubleColumn("y", [.. Range(row => row % 4 == 0 ? 1.0 : row % 4 == 1 ? double.NaN : 0.0)]));
        Assert.Equal(TaskKind.Classification, plan.Task);
        Assert.Equal(["0", "1"], plan.Classes);
        Assert.Equal(TaskKind.Regression, Learn(new DoubleColumn("y", [.. Range(row => row % 2 == 0 ? 0.5 : 1)])).Task);
    }

    [Fact]
    public void What_is_asked_for_overrides_the_cells()
    {
        var column = new IntegerColumn("y", [.. Range(row => row % 3L)]);
        Assert.Equal(TaskKind.Regression, Learn(column, TaskKind.Regression).Task);
        Assert.Equal(["0", "1", "2"], Learn(column, TaskKind.Classification).Classes);
        string message = Fault(new TextColumn("y", Range(row => $"c{row % 3}")), TaskKind.Regression);
        Assert.Equal("The target 'y' holds text, as in 'c0', and a regression needs numbers. Predict it by classification, or mend the column.", message);
    }

    [Fact]
    public void A_target_from_which_nothing_can_be_learned_is_refused_with_the_reason()
    {
        Assert.StartsWith("The target 'y' is missing in every row.", Fault(new TextColumn("y", Range(_ => (string?)null))), StringComparison.Ordinal);
        Assert.StartsWith("The target 'y' is '7' in every row; there is nothing to predict.", Fault(new IntegerColumn("y", [.. Range(_ => 7L)])), StringComparison.Ordinal);
        Assert.StartsWith("The target 'y' is 'a' in every row", Fault(new TextColumn("y", Range(row => row % 2 == 0 ? "a" : null))), StringComparison.Ordinal);
        Assert.StartsWith("The target 'y' is different in every row; there are no classes to learn.", Fault(new TextColumn("y", Range(row => $"r{row}"))), StringComparison.Ordinal);
        Assert.EndsWith("or say '--task regression'.", Fault(new IntegerColumn("y", [.. Range(row => (long)row)]), TaskKind.Classification), StringComparison.Ordinal);
        Assert.StartsWith("The target 'y' is infinite in 1 row", Fault(new DoubleColumn("y", [.. Range(row => row == 4 ? double.PositiveInfinity : row)])), StringComparison.Ordinal);
        Assert.StartsWith("The target 'y' holds dates", Fault(new TimestampColumn("y", [.. Range(row => DateTime.UnixEpoch.AddDays(row).Ticks)])), StringComparison.Ordinal);
        Assert.Equal("The column 'yy' is not in the table. The nearest is 'y'.", Assert.Throws<UnknownColumnException>(() => TargetPlan.Learn(Frame.Of(new IntegerColumn("y", [1, 2])), "yy")).Message);
    }

    [Fact]
    public void A_word_that_was_taken_for_missing_cells_and_may_be_a_class_is_named()
    {
        string[] damaged = ["Minor", "Major"];
        Func<int, string> mostly = row => row % 10 == 9 ? damaged[row / 10 % 2] : row % 10 == 8 ? "" : "None";
        const string Advice = "If 'None' is a class, say which texts are missing cells instead: --missing \"\" --missing NA.";
        Assert.Equal($"The target 'y' is missing in 360 of 400 rows, of which 320 are 'None'; they are left out. {Advice}", Assert.Single(TargetPlan.Learn(Read(mostly), "y").Notes));
        Assert.EndsWith("instead: --missing \"\".", Assert.Single(TargetPlan.Learn(Read(row => mostly(row).Replace("None", "NA", StringComparison.Ordinal)), "y").Notes), StringComparison.Ordinal);
        Assert.Equal(
            $"The target 'y' is 'Minor' in every row that has one; there is nothing to predict. 360 of its cells are 'None', which is read as a missing cell. {Advice}",
            Assert.Throws<ModelyardException>(() => TargetPlan.Learn(Read(row => row % 10 == 9 ? "Minor" : "None"), "y")).Message);
        Assert.Equal(
            $"The target 'y' is missing in every row. 400 of its cells are 'None', which is read as a missing cell. {Advice}",
            Assert.Throws<ModelyardException>(() => TargetPlan.Learn(Read(_ => "None"), "y")).Message);

        // Numbers, few such words, empty cells, and texts that were asked for are missing without more ado.
        Assert.Equal("The target 'y' is missing in 200 of 400 rows; they are left out.", Assert.Single(TargetPlan.Learn(Read(row => row % 2 == 0 ? "NA" : $"{row * 0.37}"), "y").Notes));
        Assert.EndsWith("they are left out.", Assert.Single(TargetPlan.Learn(Read(row => row % 40 == 1 ? "NA" : damaged[row % 2]), "y").Notes), StringComparison.Ordinal);
        Assert.EndsWith("they are left out.", Assert.Single(TargetPlan.Learn(Read(row => row % 3 == 1 ? "" : damaged[row % 2]), "y").Notes), StringComparison.Ordinal);
        Assert.EndsWith("they are left out.", Assert.Single(TargetPlan.Learn(Read(mostly, ["None", ""]), "y").Notes), StringComparison.Ordinal);
        Assert.Equal(["Major", "Minor", "None"], TargetPlan.Learn(Read(mostly, [""]), "y").Classes);
    }

    [Fact]
    public void More_than_a_thousand_classes_are_refused()
    {
        string?[] cells = [.. Enumerable.Range(0, 2002).Select(row => $"c{row / 2}")];
        Assert.StartsWith("The target 'y' has 1,001 classes and may have 1,000.", Fault(new TextColumn("y", cells)), StringComparison.Ordinal);
        Assert.Equal(1000, Learn(new TextColumn("y", cells[2..])).Classes.Count);
    }

    [Fact]
    public void Rows_without_a_target_and_classes_of_one_row_are_said()
    {
        TargetPlan plan = Learn(new TextColumn("y", Range(row => row == 0 ? "rare" : row < 4 ? null : row % 2 == 0 ? "a" : "b")));
        Assert.Equal(
            [
                "The target 'y' is missing in 3 of 400 rows; they are left out.",
                "Of the target 'y', 'rare' occurs in one row only: how well it is predicted cannot be told.",
            ],
            plan.Notes);
        Assert.Equal(Rows - 3, plan.PresentRows(Frame.Of(new TextColumn("y", Range(row => row is > 0 and < 4 ? null : "a")))).Length);
    }

    [Fact]
    public void Classes_are_ordered_by_number_if_all_are_numbers_and_else_by_code()
    {
        Assert.Equal(["-1", "2", "10"], Learn(new TextColumn("y", Range(row => new[] { "10", "2", "-1" }[row % 3]))).Classes);
        Assert.Equal(["-1", "10", "2", "x"], Learn(new TextColumn("y", Range(row => new[] { "10", "2", "-1", "x" }[row % 4]))).Classes);
    }

    [Fact]
    public void A_class_that_was_not_there_is_named_with_its_row()
    {
        TargetPlan plan = Learn(new TextColumn("y", Range(row => $"c{row % 2}")));
        Frame other = Frame.Of(new TextColumn("y", ["c0", "c9"]));
        ModelyardException fault = Assert.Throws<ModelyardException>(() => plan.Encode(other, new RowEncoder(new FeatureSchema())));
        Assert.Equal("The target 'y' is 'c9' in data row 2 and must be one of c0, c1.", fault.Message);
    }

    private static IEnumerable<T> Range<T>(Func<int, T> cell) => Enumerable.Range(0, Rows).Select(cell);

    private static Frame Read(Func<int, string> cell, IReadOnlyList<string>? missing = null) => CsvReader.Read(
        System.Text.Encoding.UTF8.GetBytes("x,y\n" + string.Concat(Enumerable.Range(0, Rows).Select(row => $"{row % 7},{cell(row)}\n"))),
        missing is null ? null : new CsvReadOptions { MissingTokens = missing }).Frame;

    private static TargetPlan Learn(Column column, TaskKind? task = null) => TargetPlan.Learn(Frame.Of(column), "y", task);

    private static string Fault(Column column, TaskKind? task = null) => Assert.Throws<ModelyardException>(() => Learn(column, task)).Message;
}
