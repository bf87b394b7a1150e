using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Linear.GradientDescent;

/// <summary>Holds gradient descent against the exact minima of convex problems.</summary>
public sealed class DescentOracleTests
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("descent"))).RootElement;

    public static TheoryData<SgdOptimizer> Optimizers => [.. Enum.GetValues<SgdOptimizer>()];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Gradient_descent_over_all_rows_reaches_the_minimum_with_every_optimiser(SgdOptimizer optimizer)
    {
        foreach (JsonElement one in Cases(smooth: true))
        {
            if (optimizer == SgdOptimizer.AdamW && one.GetProperty("penalty").GetString() != "L1")
            {
                // Its decay passes by the metric of Adam, so that what it settles on is not this minimum.
                continue;
            }

            IEstimator estimator = Estimator(one) switch
            {
                SgdClassifier classifier => Whole(classifier, optimizer),
                SgdRegressor regressor => Whole(regressor, optimizer),
                var other => other,
            };
            (Matrix coefficients, double[] intercepts) = Learned(estimator.FitModel(Data(one), FitContext.Default));
            string what = $"{optimizer} {one.GetProperty("loss")} {one.GetProperty("penalty")}";
            double tolerance = optimizer is SgdOptimizer.Adam or SgdOptimizer.AdamW or SgdOptimizer.RmsProp ? 2e-3
                : optimizer is SgdOptimizer.Plain or SgdOptimizer.Momentum ? 2e-5 : 1e-6;
            Compare(one, coefficients, intercepts, tolerance, what);
        }
    }

    [Fact]
    public void Stochastic_steps_that_are_averaged_come_near_the_minimum()
    {
        foreach (JsonElement one in Cases(smooth: true))
        {
            IEstimator estimator = Estimator(one) switch
            {
                SgdClassifier classifier => classifier with { Average = true, MaxEpochs = 600, Tolerance = null, Schedule = SgdSchedule.Optimal },
                SgdRegressor regressor => regressor with { Average = true, MaxEpochs = 600, Tolerance = null, Schedule = SgdSchedule.Optimal },
                var other => other,
            };
            (Matrix coefficients, double[] intercepts) = Learned(estimator.FitModel(Data(one), FitContext.Default));
            Compare(one, coefficients, intercepts, 2e-3, $"{one.GetProperty("loss")} {one.GetProperty("penalty")}", exactZeros: false);
        }
    }

    [Fact]
    public void Coefficients_that_are_0_at_the_minimum_are_exactly_0_with_stochastic_steps_too()
    {
        foreach (JsonElement one in Cases(smooth: true).Where(one => one.GetProperty("penalty").GetString() != "L2"))
        {
            IEstimator estimator = Estimator(one) switch
            {
                SgdClassifier classifier => classifier with { MaxEpochs = 500, Tolerance = null },
                SgdRegressor regressor => regressor with { MaxEpochs = 500, Tolerance = null, LearningRate = 0.05, Power = 0.5 },
                var other => other,
            };
            Dataset data = Data(one), sparse = data.WithFeatures(SparseMatrix.From(data.Features), data.Schema);
            foreach (Dataset rows in new[] { data, sparse })
            {
                (Matrix coefficients, double[] intercepts) = Learned(estimator.FitModel(rows, FitContext.Default));
                Compare(one, coefficients, intercepts, 0.03, $"{one.GetProperty("loss")} {one.GetProperty("penalty")}");
            }
        }
    }

    [Fact]
    public void Losses_with_corners_come_down_to_their_least_cost()
    {
        JsonElement one = Cases(smooth: false).Single();
        Dataset data = Data(one);
        var estimator = (SgdRegressor)Estimator(one) with { BatchSize = null, LearningRate = 0.5, Schedule = SgdSchedule.InverseScaling, Power = 0.5, MaxEpochs = 20_000, Tolerance = null, Average = true };
        (Matrix coefficients, double[] intercepts) = Learned(estimator.Fit(data, FitContext.Default));
        double least = one.GetProperty("cost").GetDouble(), reached = estimator.Cost(data, [.. coefficients.Row(0), intercepts[0]]);
        Assert.InRange(reached, least - 1e-9, least * 1.01);
    }

    private static SgdClassifier Whole(SgdClassifier estimator, SgdOptimizer optimizer) => estimator with
    {
        BatchSize = null, Optimizer = optimizer, Tolerance = null, MaxEpochs = 8_000, LearningRate = Rate(optimizer), Schedule = Schedule(optimizer), Power = 0.75,
    };

    private static SgdRegressor Whole(SgdRegressor estimator, SgdOptimizer optimizer) => estimator with
    {
        BatchSize = null, Optimizer = optimizer, Tolerance = null, MaxEpochs = 8_000, LearningRate = Rate(optimizer), Schedule = Schedule(optimizer), Power = 0.75,
    };

    private static double Rate(SgdOptimizer optimizer) => optimizer switch
    {
        SgdOptimizer.ClassicalMomentum or SgdOptimizer.Nesterov => 0.02,
        SgdOptimizer.Adam or SgdOptimizer.AdamW or SgdOptimizer.RmsProp => 0.05,
        _ => 0.15,
    };

    private static SgdSchedule Schedule(SgdOptimizer optimizer) =>
        optimizer is SgdOptimizer.Adam or SgdOptimizer.AdamW or SgdOptimizer.RmsProp ? SgdSchedule.Cosine : SgdSchedule.Constant;

    private static void Compare(JsonElement one, Matrix coefficients, double[] intercepts, double tolerance, string what, bool exactZeros = true)
    {
        Matrix expected = LearnedOracle.Rows(one.GetProperty("coefficients"));
        LearnedOracle.Near(expected.AsSpan(), coefficients.AsSpan(), tolerance, $"{what} coefficients");
        double[] ofIntercepts = LearnedOracle.Numbers(one.GetProperty("intercepts"));
        double shift = intercepts.Length > 1 ? intercepts.Average() - ofIntercepts.Average() : 0;
        LearnedOracle.Near(ofIntercepts, Array.ConvertAll(intercepts, value => value - shift), tolerance, $"{what} intercepts");
        for (int i = 0; i < coefficients.Columns && exactZeros && one.GetProperty("penalty").GetString() is "L1" or "ElasticNet"; i++)
        {
            if (expected[0, i] == 0)
            {
                Assert.True(coefficients[0, i] == 0, $"{what}: coefficient {i} is '{coefficients[0, i]}' and must be 0.");
            }
        }
    }

    private static (Matrix Coefficients, double[] Intercepts) Learned(IPredictiveModel model) => model switch
    {
        SgdClassificationModel classifier => (classifier.Coefficients, classifier.Intercepts.ToArray()),
        LinearModel regressor => (new Matrix(regressor.Coefficients.ToArray(), 1, regressor.Features.Count), [regressor.Intercept]),
        _ => throw new InvalidOperationException(),
    };

    private static IEnumerable<JsonElement> Cases(bool smooth) =>
        Root.GetProperty("cases").EnumerateArray().Where(one => one.GetProperty("loss").GetString() != "Quantile" == smooth);

    private static IEstimator Estimator(JsonElement one)
    {
        SgdPenalty penalty = Enum.Parse<SgdPenalty>(one.GetProperty("penalty").GetString()!);
        double alpha = one.GetProperty("alpha").GetDouble(), ratio = Number(one, "l1_ratio", 0);
        return one.GetProperty("kind").GetString() == "Classification"
            ? new SgdClassifier { Loss = Enum.Parse<SgdClassificationLoss>(one.GetProperty("loss").GetString()!), Penalty = penalty, Alpha = alpha, L1Ratio = ratio }
            : new SgdRegressor
            {
                Loss = Enum.Parse<SgdRegressionLoss>(one.GetProperty("loss").GetString()!), Penalty = penalty, Alpha = alpha, L1Ratio = ratio,
                Epsilon = Number(one, "epsilon", 0.1), Quantile = Number(one, "quantile", 0.5),
            };
    }

    private static double Number(JsonElement one, string name, double otherwise) => one.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : otherwise;

    private static Dataset Data(JsonElement one)
    {
        JsonElement table = Root.GetProperty("tables").GetProperty(one.GetProperty("table").GetString()!);
        Matrix features = LearnedOracle.Rows(table.GetProperty("features"));
        double[] target = LearnedOracle.Numbers(table.GetProperty("target"));
        if (one.GetProperty("kind").GetString() == "Regression")
        {
            double[]? weights = one.TryGetProperty("weights", out JsonElement given) && given.ValueKind == JsonValueKind.Array ? LearnedOracle.Numbers(given) : null;
            return Dataset.ForRegression(features, target).WithWeights(weights);
        }

        int[] labels = Array.ConvertAll(target, label => (int)label);
        return Dataset.ForClassification(features, labels, [.. Enumerable.Range(0, labels.Max() + 1).Select(k => $"c{k}")]);
    }
}
