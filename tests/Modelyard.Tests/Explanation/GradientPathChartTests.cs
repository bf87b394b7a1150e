using Modelyard.Charts;
using Modelyard.Explanation;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Tests.Explanation;

public sealed class GradientPathChartTests
{
    [Fact]
    public void The_chart_shows_the_cost_on_a_grid_about_the_paths()
    {
        Dataset data = Dataset.ForRegression(Matrix.From(new double[,] { { 1, 0 }, { 0, 1 }, { 1, 1 } }), [1, 2, 3]);
        var estimator = new SgdRegressor { BatchSize = null, Intercept = false, Penalty = SgdPenalty.None, LearningRate = 0.5, Schedule = SgdSchedule.Constant, MaxEpochs = 40, Tolerance = null };
        GradientPath path = estimator.Trace(data, FitContext.Default, [-1, 0]);
        ContourChart chart = GradientPathChart.Of([new("plain", path)], parameters => estimator.Cost(data, parameters), resolution: 21);
        Assert.Equal(21, chart.X.Count);
        Assert.Equal(21, chart.Heights.Count);
        Assert.Equal("x0", chart.XAxis.Label);
        double w0 = chart.X[5], w1 = chart.Y[9];
        double expected = (Math.Pow(w0 - 1, 2) + Math.Pow(w1 - 2, 2) + Math.Pow(w0 + w1 - 3, 2)) / 6;
        Assert.Equal(expected, chart.Heights[9][5], 1e-12);
        Assert.Equal(path.StepCount + 1, chart.Paths[0].X.Count);
        Assert.InRange(chart.X[0], -10, -1.01);
        Assert.Throws<ModelyardException>(() => GradientPathChart.Of([], _ => 0));
        Assert.Throws<ModelyardException>(() => GradientPathChart.Of([new("plain", path)], _ => 0, 0, 2));
    }
}
