using Modelyard.Inference;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Inference;

public sealed class CoverageTests
{
    private const int Replications = 2000;

    [Theory]
    [InlineData("ols")]
    [InlineData("ols-unequal")]
    [InlineData("logit")]
    [InlineData("poisson")]
    public void Intervals_hold_the_truth_as_often_as_they_say_and_p_values_are_uniform_without_an_effect(string model)
    {
        int covered = 0;
        int[] deciles = new int[10];
        for (int replication = 0; replication < Replications; replication++)
        {
            (RegressionData data, double truth) = Simulate(model, (ulong)replication);
            RegressionFit fit = Method(model).Fit(data, FitContext.Default with { Parallelism = 1 });
            CoefficientEstimate effect = fit.Coefficients[1], nothing = fit.Coefficients[2];
            covered += effect.Low <= truth && truth <= effect.High ? 1 : 0;
            deciles[Math.Min(9, (int)(10 * nothing.PValue))]++;
        }

        // Three standard errors of a share of 0.95 over 2,000 replications, and what large-sample theory leaves at 200 rows.
        double slack = (3 * Math.Sqrt(0.95 * 0.05 / Replications)) + (model == "ols" ? 0 : 0.005);
        Assert.InRange(covered / (double)Replications, 0.95 - slack, 0.95 + slack);

        // Chi-square of ten cells: 27.9 is exceeded once in a thousand.
        double expected = Replications / 10.0;
        Assert.True(deciles.Sum(count => (count - expected) * (count - expected) / expected) < 27.9, $"p-values by tenths: {string.Join(", ", deciles)}");
    }

    private static RegressionMethod Method(string model) => model switch
    {
        "logit" => new GlmRegression { Family = RegressionFamily.Binomial },
        "poisson" => new GlmRegression { Family = RegressionFamily.Poisson },
        "ols-unequal" => new OlsRegression { Covariance = CovarianceKind.HC3, UsesStudentT = true },
        _ => new OlsRegression(),
    };

    private static (RegressionData Data, double Truth) Simulate(string model, ulong replication)
    {
        const int Rows = 200;
        var random = new RandomStream(20261126, replication);
        var features = new Matrix(Rows, 2);
        double[] target = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            double x = random.NextGaussian(), sum = 0.2 + (0.6 * x);
            features[row, 0] = x;
            features[row, 1] = random.NextGaussian() + (0.4 * x);
            target[row] = model switch
            {
                "logit" => random.NextDouble() < 1 / (1 + Math.Exp(-sum)) ? 1 : 0,
                "poisson" => Poisson(ref random, Math.Exp(sum)),
                "ols-unequal" => sum + (random.NextGaussian() * (0.5 + Math.Abs(x))),
                _ => sum + random.NextGaussian(),
            };
        }

        return (RegressionData.Of(DesignMatrix.Of(features), target), 0.6);
    }

    private static double Poisson(ref RandomStream random, double mean)
    {
        double product = random.NextDouble(), limit = Math.Exp(-mean);
        int count = 0;
        for (; product > limit; count++)
        {
            product *= random.NextDouble();
        }

        return count;
    }
}
