using Modelyard.Ensembles;
using Modelyard.Evaluation;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Pipelines;

namespace Modelyard.Tests.Evaluation;

/// <summary>Holds what an evaluation says of intervals to a count by hand, on rows as those learned from and on noisier ones.</summary>
public sealed class CoverageTests
{
    [Fact]
    public void An_evaluation_counts_how_often_intervals_hold_and_says_when_they_do_not()
    {
        ConformalRegressionModel model = new ConformalRegressor { Estimator = new LinearRegression(), Coverage = 0.9 }.Fit(Draw(800, 1, 0.3).Data, FitContext.Default);
        var predictor = new Predictor(model, "y");
        (Frame kept, _) = Draw(1000, 2, 0.3);
        (Frame noisy, Dataset rows) = Draw(1000, 3, 0.9);
        Assert.Equal("", ModelEvaluation.Compute(predictor, kept, new EvaluationOptions(), FitContext.Default).Coverage!.DescribeFault());
        CoverageCheck broken = ModelEvaluation.Compute(predictor, noisy, new EvaluationOptions(), FitContext.Default).Coverage!;
        double held = Enumerable.Range(0, 1000).Average(row => model.PredictInterval(rows.Features.Row(row)) is var own && own.Low <= rows.Target[row] && rows.Target[row] <= own.High ? 1.0 : 0);
        Assert.Equal(held, broken.Reached, 1e-12);
        Assert.True(broken.IsBroken);
        Assert.Contains("promise to hold the truth in 90 % of cases", broken.DescribeFault(), StringComparison.Ordinal);
    }

    private static (Frame Rows, Dataset Data) Draw(int count, ulong seed, double noise)
    {
        var random = new RandomStream(seed);
        var x = new Matrix(count, 1);
        double[] y = new double[count];
        for (int row = 0; row < count; row++)
        {
            x[row, 0] = random.NextDouble();
            y[row] = (2 * x[row, 0]) + (noise * random.NextGaussian());
        }

        double[] own = new double[count];
        x.CopyColumnTo(0, own);
        var data = Dataset.ForRegression(x, y);
        return (Frame.Of(new DoubleColumn(data.Schema[0].Name, own), new DoubleColumn("y", y)), data);
    }
}
