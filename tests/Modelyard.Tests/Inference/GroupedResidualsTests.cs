using Modelyard.Charts;
using Modelyard.Inference;
using Modelyard.Numerics;

namespace Modelyard.Tests.Inference;

public sealed class GroupedResidualsTests
{
    private const int Rows = 2000;

    [Fact]
    public void Points_are_the_means_of_rows_in_the_order_of_their_probability()
    {
        GeneralizedFit fit = Logit(rows: 400, bend: 0);
        ScatterChart chart = RegressionCharts.ResidualsOverFitted(fit);
        double[] probabilities = fit.Fitted.ToArray(), target = fit.Data.Target.ToArray();
        int[][] groups = [.. Enumerable.Range(0, 400).OrderBy(row => probabilities[row]).Chunk(20)];
        for (int i = 0; i < groups.Length; i++)
        {
            double mean = groups[i].Average(row => probabilities[row]);
            Assert.Equal(mean, chart.X[i], 1e-12);
            Assert.Equal(groups[i].Average(row => target[row]) - mean, chart.Y[i], 1e-12);

            // The variance of the mean of independent answers.
            double error = Math.Sqrt(groups[i].Sum(row => probabilities[row] * (1 - probabilities[row]))) / groups[i].Length;
            Assert.Equal([1.96 * error, -1.96 * error], chart.Lines.Select(line => line.Y[i]).Select(value => Math.Round(value, 12)), (left, right) => Math.Abs(left - right) < 1e-11);
        }

        Assert.Equal(groups.Length, chart.X.Count);

        // The likelihood's derivative by the intercept is 0.
        Assert.Equal(0, chart.Y.Sum(), 1e-8);
    }

    [Fact]
    public void Most_groups_lie_between_the_lines_if_the_model_holds_and_few_if_it_does_not()
    {
        Assert.InRange(Inside(Logit(Rows, bend: 0)), 0.85, 1);
        Assert.InRange(Inside(Logit(Rows, bend: 1)), 0, 0.6);
    }

    [Fact]
    public void Weights_count_as_so_many_rows()
    {
        GeneralizedFit once = Logit(rows: 60, bend: 0);
        double[] weights = [.. Enumerable.Repeat(3.0, 60)];
        var weighted = (GeneralizedFit)once.Settings.Fit(RegressionData.Of(once.Data.Design, once.Data.Target.ToArray(), weights));
        ScatterChart expected = RegressionCharts.ResidualsOverFitted(once), chart = RegressionCharts.ResidualsOverFitted(weighted);
        Assert.Equal(expected.Y, chart.Y, (left, right) => Math.Abs(left - right) < 1e-8);
        Assert.Equal(expected.Lines[0].Y, chart.Lines[0].Y, (left, right) => Math.Abs(left - (right * Math.Sqrt(3))) < 1e-8);
    }

    [Fact]
    public void Answers_have_no_charts_of_quantiles_and_sizes_and_shares_have_all()
    {
        GeneralizedFit answers = Logit(rows: 60, bend: 0);
        Assert.Equal(["Residuals over fitted values", "Studentised residuals over leverages"], RegressionCharts.Of(answers, answers.Influence()).Select(chart => chart.Title));
        double[] shares = [.. answers.Data.Target.ToArray().Select(answer => 0.1 + (0.8 * answer))];
        var fit = (GeneralizedFit)answers.Settings.Fit(RegressionData.Of(answers.Data.Design, shares));
        Assert.Equal(4, RegressionCharts.Of(fit, fit.Influence()).Count);
        Assert.True(RegressionCharts.ResidualsOverFitted(fit).ShowsTrend);
    }

    private static double Inside(GeneralizedFit fit)
    {
        ScatterChart chart = RegressionCharts.ResidualsOverFitted(fit);
        return Enumerable.Range(0, chart.X.Count).Count(i => Math.Abs(chart.Y[i]) <= chart.Lines[0].Y[i]) / (double)chart.X.Count;
    }

    /// <summary>Fits a line to log-odds that are one, or bent.</summary>
    private static GeneralizedFit Logit(int rows, double bend)
    {
        var random = new RandomStream(77);
        double[] feature = [.. Enumerable.Range(0, rows).Select(_ => random.NextGaussian())];
        double[] target = [.. feature.Select(x => random.NextDouble() < 1 / (1 + Math.Exp(0.3 - x - (bend * x * x))) ? 1.0 : 0)];
        return (GeneralizedFit)new GlmRegression { Family = RegressionFamily.Binomial }.Fit(RegressionData.Of(DesignMatrix.Of(new Matrix(feature, rows, 1)), target));
    }
}
