using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation.Outliers;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Preparation.Outliers;

public sealed class OutlierTreatmentTests
{
    private static readonly JsonElement s_oracle = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Oracle("outliers"))).RootElement;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_oracle.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Limits_and_what_is_made_of_values_beyond_them_are_those_of_pandas_and_SciPy(int number)
    {
        JsonElement one = s_oracle.GetProperty("cases")[number];
        string name = one.GetProperty("column").GetString()!;
        Frame frame = Frame.Of(new DoubleColumn(name, PreparationOracle.Numbers(s_oracle.GetProperty("columns").GetProperty(name))));
        OutlierMethod method = Enum.Parse<OutlierMethod>(one.GetProperty("method").GetString()!);
        double lower = one.GetProperty("lower").GetDouble(), upper = one.GetProperty("upper").GetDouble();

        OutlierResult trimmed = frame.TrimOutliers(method, lower, upper);
        OutlierColumnReport report = Assert.Single(trimmed.Report.Columns);
        Near(one.GetProperty("low").GetDouble(), report.Limits.Lower);
        Near(one.GetProperty("high").GetDouble(), report.Limits.Upper);
        Assert.Equal((one.GetProperty("below").GetInt32(), one.GetProperty("above").GetInt32()), (report.Below, report.Above));
        Same(one.GetProperty("trimmed"), trimmed.Frame);
        Same(one.GetProperty("capped"), frame.CapOutliers(method, lower, upper).Frame);
        Same(one.GetProperty("winsorised"), frame.WinsoriseOutliers(method, lower, upper).Frame);
    }

    [Theory]
    [InlineData(OutlierMethod.Quantile)]
    [InlineData(OutlierMethod.Deviation)]
    [InlineData(OutlierMethod.InterquartileRange)]
    [InlineData(OutlierMethod.MedianDeviation)]
    public void Missing_cells_stay_missing_and_count_for_nothing(OutlierMethod method)
    {
        double[] values = [4, 5, 6, 5, 4, 6, 5, 5, 900];
        Frame whole = Frame.Of(new DoubleColumn("x", values)), holed = Frame.Of(new DoubleColumn("x", [double.NaN, .. values, double.NaN]));
        var treatment = new OutlierTreatment { Method = method };
        Assert.Equal(treatment.Learn(whole).Limits, treatment.Learn(holed).Limits);
        Frame capped = treatment.Learn(holed).Apply(holed).Frame;
        Assert.Equal(2, capped["x"].MissingCount);
        Assert.Equal(whole.RowCount - whole.TrimOutliers(method).Frame.RowCount, holed.RowCount - holed.TrimOutliers(method).Frame.RowCount);
    }

    [Fact]
    public void An_isolation_forest_drops_rows_that_are_unusual_in_the_combination_of_their_values()
    {
        // On a ring every value of a column is usual, and the centre is not.
        double[] x = [.. Enumerable.Range(0, 300).Select(i => Math.Cos(i)), 0], y = [.. Enumerable.Range(0, 300).Select(i => Math.Sin(i)), 0];
        Frame ring = Frame.Of(new DoubleColumn("x", x), new DoubleColumn("y", y), new TextColumn("name", [.. Enumerable.Range(0, 301).Select(i => $"r{i}")]));
        Assert.Equal(301, ring.TrimOutliers(OutlierMethod.InterquartileRange).Frame.RowCount);
        OutlierResult result = ring.TrimOutliers(OutlierMethod.Isolation, upper: 0.01);

        // The rows are those that the forest itself finds.
        var rows = new Matrix(301, 2);
        for (int row = 0; row < 301; row++)
        {
            (rows[row, 0], rows[row, 1]) = (x[row], y[row]);
        }

        IAnomalyModel forest = new Modelyard.Trees.Isolation.IsolationForest { Contamination = 0.01 }.Fit(Dataset.WithoutTarget(rows), FitContext.Default);
        string[] kept = [.. Enumerable.Range(0, 301).Where(row => !forest.IsAnomaly(rows.Row(row))).Select(row => $"r{row}")];
        Assert.Equal(kept, Enumerable.Range(0, result.Frame.RowCount).Select(result.Frame["name"].FormatCell));
        Assert.Equal(301 - kept.Length, result.Report.Outliers);
        Assert.InRange(result.Report.Outliers, 1, 4);
        Assert.StartsWith($"{result.Report.Outliers} rows are outliers, {result.Report.Outliers} of 301 rows dropped", result.Report.ToString(), StringComparison.Ordinal);
        Assert.Equal(result.Report.Outliers, ((BooleanColumn)new OutlierTreatment { Method = OutlierMethod.Isolation, Action = OutlierAction.Trim }.Learn(ring).Flag(ring)["x"]).Values.Count(true));
    }

    [Fact]
    public void An_isolation_forest_takes_missing_cells_for_usual_and_drops_rows_of_the_training_only()
    {
        double[] values = [.. Enumerable.Range(0, 99).Select(i => i % 7 + 0.5), 1000];
        Frame holed = Frame.Of(new DoubleColumn("x", [double.NaN, .. values]), new IntegerColumn("n", [.. Enumerable.Range(0, 101).Select(i => (long)(i % 5))]));
        OutlierResult result = holed.TrimOutliers(OutlierMethod.Isolation);
        Assert.Equal(1, result.Frame["x"].MissingCount);
        Assert.True(result.Frame["x"].ToDoubles().Where(double.IsFinite).Max() < 1000);
        Assert.Equal(0, holed.Head(0).TrimOutliers(OutlierMethod.Isolation).Frame.RowCount);

        var rows = new Matrix(100, 1);
        values.CopyTo(rows.AsSpan());
        (ITransformModel model, Dataset kept) = new OutlierTreatment { Method = OutlierMethod.Isolation, Action = OutlierAction.Trim }.FitTransform(Dataset.WithoutTarget(rows), FitContext.Default);
        Assert.Equal(99, kept.RowCount);
        Span<double> passed = stackalloc double[1];
        model.Transform([1000], passed);
        Assert.Equal(1000, passed[0]);
    }

    [Fact]
    public void What_an_isolation_forest_cannot_do_is_refused()
    {
        Frame frame = Frame.Of(new DoubleColumn("x", [1, 2, 3]));
        Assert.Contains("Trim them", Assert.Throws<ModelyardException>(() => frame.CapOutliers(OutlierMethod.Isolation)).Message, StringComparison.Ordinal);
        Assert.Contains("'0.01' and '0.99'", Assert.Throws<ModelyardException>(() => frame.TrimOutliers(OutlierMethod.Isolation, 0.01, 0.99)).Message, StringComparison.Ordinal);
        Assert.Contains("is '0.7'", Assert.Throws<ModelyardException>(() => frame.TrimOutliers(OutlierMethod.Isolation, upper: 0.7)).Message, StringComparison.Ordinal);
        Assert.Contains("no sides", Assert.Throws<ModelyardException>(() => new OutlierTreatment { Method = OutlierMethod.Isolation, Action = OutlierAction.Trim, Sides = OutlierSides.Upper }.Learn(frame)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Integers_stay_integers_within_the_limits()
    {
        Frame frame = Frame.Of(new IntegerColumn("n", [1, 2, 3, 4, long.MaxValue, long.MinValue]));
        Frame capped = frame.CapOutliers(OutlierMethod.Fixed, 1.5, 3.5).Frame;
        Assert.Equal([2L, 2, 3, 3, 3, 2], ((IntegerColumn)capped["n"]).Values.ToArray());
        Assert.Equal([2L, 2, 3, 3, 3, 2], ((IntegerColumn)frame.WinsoriseOutliers(OutlierMethod.Fixed, 1.5, 3.5).Frame["n"]).Values.ToArray());
        ModelyardException error = Assert.Throws<ModelyardException>(() => frame.CapOutliers(OutlierMethod.Fixed, 1.2, 1.8));
        Assert.Contains("none lies within '1.2' and '1.8'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_without_a_spread_have_no_limits_and_the_report_says_so()
    {
        Frame frame = Frame.Of(new DoubleColumn("flat", [7, 7, 7]), new DoubleColumn("half", [0, 0, 5]), new DoubleColumn("empty", [double.NaN, double.NaN, double.NaN]));
        OutlierResult result = frame.CapOutliers(OutlierMethod.InterquartileRange, columns: ["flat", "empty"]);
        Assert.Equal(["one value only", "no value"], result.Report.Columns.Select(column => column.Limits.Note));
        Assert.Equal(0, result.Report.Outliers);

        // More than half of the cells are 0, so that the median distance is 0 and the mean distance tells: 5/3 of 1.25 times 3.5 is 7.3.
        Assert.Equal(0, frame.CapOutliers(OutlierMethod.MedianDeviation, columns: ["half"]).Report.Outliers);
        Assert.Equal(1, frame.CapOutliers(OutlierMethod.MedianDeviation, 1, 2, ["half"]).Report.Outliers);
    }

    [Fact]
    public void One_side_alone_may_have_a_limit()
    {
        Frame frame = Frame.Of(new DoubleColumn("x", [-100, 1, 2, 3, 100]));
        Assert.Equal([-100.0, 1, 2, 3, 3], frame.CapOutliers(OutlierMethod.Fixed, upper: 3).Frame["x"].ToDoubles());
        var above = new OutlierTreatment { Action = OutlierAction.Winsorise, Method = OutlierMethod.InterquartileRange, Sides = OutlierSides.Upper };
        Assert.Equal([-100.0, 1, 2, 3, 3], above.Learn(frame).Apply(frame).Frame["x"].ToDoubles());
        Assert.Equal([1.0, 1, 2, 3, 100], (above with { Sides = OutlierSides.Lower }).Learn(frame).Apply(frame).Frame["x"].ToDoubles());
    }

    [Fact]
    public void Limits_learned_on_one_table_are_applied_to_another()
    {
        FrameOutliers learned = new OutlierTreatment { Method = OutlierMethod.Quantile, Lower = 0, Upper = 0.5 }.Learn(Frame.Of(new DoubleColumn("x", [1, 2, 3])));
        Frame later = Frame.Of(new DoubleColumn("x", [5, 1, double.NaN]));
        Assert.Equal([2.0, 1, double.NaN], learned.Apply(later).Frame["x"].ToDoubles());
        Assert.Equal([true, false, false], ((BooleanColumn)learned.Flag(later)["x"]).Values.ToArray());
    }

    [Fact]
    public void The_report_tells_before_and_after()
    {
        string text = Frame.Of(new DoubleColumn("x", [1, 2, 3, 94])).CapOutliers(OutlierMethod.Fixed, 2, 4).Report.ToString();
        Assert.StartsWith("2 outliers, capped at the limits\ncolumn  lower  upper  below  above", text, StringComparison.Ordinal);
        Assert.Contains("25 -> 2.75", text, StringComparison.Ordinal);
        Assert.StartsWith("2 outliers, 2 of 4 rows dropped", Frame.Of(new DoubleColumn("x", [1, 2, 3, 94])).TrimOutliers(OutlierMethod.Fixed, 2, 4).Report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OutlierMethod.Quantile, 0.9, 0.1, "levels")]
    [InlineData(OutlierMethod.Quantile, -0.1, 0.9, "levels")]
    [InlineData(OutlierMethod.Quantile, double.NaN, 0.9, "levels")]
    [InlineData(OutlierMethod.Deviation, 0, 3, "multiples")]
    [InlineData(OutlierMethod.Fixed, 3, 1, "lower must come first")]
    [InlineData(OutlierMethod.Fixed, double.NegativeInfinity, double.PositiveInfinity, "no limit")]
    public void Figures_that_do_not_suit_the_method_are_refused(OutlierMethod method, double lower, double upper, string part) =>
        Assert.Contains(part, Assert.Throws<ModelyardException>(() => Frame.Of(new DoubleColumn("x", [1, 2])).CapOutliers(method, lower, upper)).Message, StringComparison.Ordinal);

    [Fact]
    public void Columns_that_hold_no_numbers_are_refused_by_name()
    {
        Frame frame = Frame.Of(new TextColumn("word", ["a", "b"]));
        Assert.Contains("'word' holds 'Text'", Assert.Throws<ModelyardException>(() => frame.CapOutliers(OutlierMethod.Quantile, columns: ["word"])).Message, StringComparison.Ordinal);
        Assert.Contains("no column of numbers", Assert.Throws<ModelyardException>(() => frame.CapOutliers(OutlierMethod.Quantile)).Message, StringComparison.Ordinal);
        Assert.Throws<UnknownColumnException>(() => frame.CapOutliers(OutlierMethod.Quantile, columns: ["words"]));
    }

    [Fact]
    public void A_step_caps_in_production_as_it_did_in_training()
    {
        Dataset data = Line();
        var model = (IRegressionModel)new Pipeline([new OutlierTreatment { Method = OutlierMethod.Fixed, Upper = 9 }], new LinearRegression()).FitModel(data, FitContext.Default);
        Assert.Equal(model.Predict([9]), model.Predict([1e6]), 12);
    }

    [Fact]
    public void A_step_that_trims_drops_rows_of_the_training_only()
    {
        // The row at 1000 lies far off the line; without it the line is exact.
        var model = (IRegressionModel)new Pipeline([new OutlierTreatment { Action = OutlierAction.Trim, Method = OutlierMethod.MedianDeviation }], new LinearRegression()).FitModel(Line(), FitContext.Default);
        Assert.Equal(2 * 5000.0, model.Predict([5000]), 6);
    }

    [Fact]
    public void Trimming_every_row_is_refused()
    {
        var step = new OutlierTreatment { Action = OutlierAction.Trim, Method = OutlierMethod.Fixed, Lower = 2000 };
        Assert.Contains("none would be left", Assert.Throws<ModelyardException>(() => ((ITransformer)step).FitTransform(Line(), FitContext.Default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_weights_are_repeated_rows()
    {
        double[] values = [1, 2, 3, 4, 50, 6], counts = [2, 1, 3, 0, 1, 2];
        double[] repeated = [.. values.SelectMany((value, row) => Enumerable.Repeat(value, (int)counts[row]))];
        foreach (OutlierMethod method in new[] { OutlierMethod.Quantile, OutlierMethod.Deviation, OutlierMethod.InterquartileRange, OutlierMethod.MedianDeviation })
        {
            foreach (OutlierAction action in new[] { OutlierAction.Cap, OutlierAction.Winsorise })
            {
                var step = new OutlierTreatment { Action = action, Method = method, Lower = method == OutlierMethod.Quantile ? 0.2 : 1, Upper = method == OutlierMethod.Quantile ? 0.8 : 1 };
                var weighted = (ClippingModel)step.Fit(Column(values).WithWeights(counts), FitContext.Default);
                var whole = (ClippingModel)step.Fit(Column(repeated), FitContext.Default);
                Assert.Equal(whole.Lower[0], weighted.Lower[0], 1e-12);
                Assert.Equal(whole.Upper[0], weighted.Upper[0], 1e-12);
            }
        }
    }

    private static Dataset Column(double[] values) => Dataset.ForRegression(new Matrix([.. values], values.Length, 1), [.. values]);

    private static Dataset Line()
    {
        double[] x = [.. Enumerable.Range(0, 20).Select(row => (double)row), 1000];
        return Dataset.ForRegression(new Matrix([.. x], x.Length, 1), [.. x.Select(value => value == 1000 ? -77 : 2 * value)]);
    }

    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-12 * Math.Max(1, Math.Abs(expected)));

    private static void Same(JsonElement expected, Frame actual)
    {
        double[] wanted = PreparationOracle.Numbers(expected), found = actual.Columns[0].ToDoubles();
        Assert.Equal(wanted.Length, found.Length);
        for (int row = 0; row < wanted.Length; row++)
        {
            Near(wanted[row], found[row]);
        }
    }
}
