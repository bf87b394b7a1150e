using Modelyard.Charts;
using Modelyard.Inference;
using static Modelyard.Tests.Inference.InferenceOracle;

namespace Modelyard.Tests.Inference;

/// <summary>Holds the charts of a regression to the measures that they show.</summary>
public sealed class RegressionChartsTests
{
    private static readonly RegressionData Data = RegressionData.Of(Table("concrete"), new RegressionColumns { Target = "compressive_strength", Features = ["cement", "water", "age"] });

    [Fact]
    public void A_row_beyond_a_line_has_a_greater_distance_of_Cook()
    {
        var fit = (LinearFit)new OlsRegression().Fit(Data);
        InfluenceMeasures measures = fit.Influence();
        ScatterChart chart = RegressionCharts.ResidualsOverLeverages(fit, measures);
        Assert.Equal(["Cook's distance 0.5", "", "Cook's distance 1", ""], chart.Lines.Select(line => line.Name));
        Assert.All(chart.Lines.Zip([0.5, 0.5, 1, 1]), pair =>
        {
            for (int i = 0; i < pair.First.X.Count; i++)
            {
                (double leverage, double residual) = (pair.First.X[i], pair.First.Y[i]);
                Assert.Equal(pair.Second, residual * residual * leverage / ((1 - leverage) * fit.Coefficients.Count), 1e-10);
            }
        });

        // The points obey the same equation as the lines.
        for (int row = 0; row < 20; row++)
        {
            Assert.Equal(measures.CooksDistances[row], chart.Y[row] * chart.Y[row] * chart.X[row] / ((1 - chart.X[row]) * fit.Coefficients.Count), 1e-12);
        }
    }

    [Fact]
    public void Quantiles_rise_on_both_axes_and_sizes_are_roots_of_residuals()
    {
        var fit = (LinearFit)new OlsRegression().Fit(Data);
        InfluenceMeasures measures = fit.Influence();
        ScatterChart quantiles = RegressionCharts.NormalQuantiles(measures), scale = RegressionCharts.ScaleLocation(fit, measures);
        Assert.Equal(fit.RowCount, quantiles.X.Count);
        Assert.Equal(quantiles.Y.Order(), quantiles.Y);
        Assert.Equal(0, quantiles.X.Sum(), 1e-9);
        Assert.Equal(Math.Abs(measures.InternallyStudentized[3]), scale.Y[3] * scale.Y[3], 1e-12);
        Assert.Equal(fit.Residuals[5], RegressionCharts.ResidualsOverFitted(fit).Y[5]);
    }

    [Fact]
    public void Rows_that_move_the_coefficients_are_numbered_as_in_the_table()
    {
        var fit = (LinearFit)new OlsRegression().Fit(Data);
        InfluenceMeasures measures = fit.Influence();
        IReadOnlyList<ChartPoint> points = RegressionCharts.ResidualsOverLeverages(fit, measures).Points;
        int first = measures.MostInfluential(1)[0];
        Assert.Equal(new ChartPoint(measures.Leverages[first], measures.InternallyStudentized[first], $"{measures.DataRow(first)}"), points[0]);
        Assert.Equal(measures.Summary(points.Count).Rows.Select(row => row[0]), points.Select(point => point.Label));
        int most = Enumerable.Range(0, measures.Dfbetas.Columns).MaxBy(j => Math.Abs(measures.Dfbetas[first, j]));
        Assert.StartsWith($"{fit.Coefficients[most].Name} by ", measures.Summary(1).Rows[0][^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Generalised_models_have_all_four_charts_and_models_of_several_classes_none()
    {
        var counts = (GeneralizedFit)new GlmRegression { Family = RegressionFamily.Gamma, Link = RegressionLink.Log }.Fit(Data);
        IReadOnlyList<Chart> charts = RegressionCharts.Of(counts, counts.Influence());
        Assert.Equal(4, charts.Count);
        Assert.All(charts, chart => Assert.StartsWith("<svg", chart.ToSvg(ChartTheme.Light), StringComparison.Ordinal));
        RegressionFit several = new MultinomialRegression().Fit(RegressionData.Of(Table("penguins"), new RegressionColumns { Target = "island", Features = ["body_mass_g"] }));
        Assert.Contains("no residuals", Assert.Throws<ModelyardException>(() => RegressionCharts.ResidualsOverFitted(several)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The intercept is left out.")]
    [InlineData("island", "Intercepts are left out.")]
    public void Intervals_leave_out_intercepts_of_one_equation_and_of_many_and_say_so(string classes, string said)
    {
        RegressionFit fit = classes.Length == 0 ? new OlsRegression().Fit(Data) : new MultinomialRegression().Fit(RegressionData.Of(Table("penguins"), new RegressionColumns { Target = classes, Features = ["body_mass_g"] }));
        BarChart chart = RegressionCharts.Intervals(fit);
        Assert.Equal(classes.Length == 0 ? ["age", "cement", "water"] : ["Dream: body_mass_g", "Torgersen: body_mass_g"], chart.Items.Select(item => item.Label).Order(StringComparer.Ordinal));
        Assert.EndsWith(said, chart.Description, StringComparison.Ordinal);
    }
}
