using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Boosting;

namespace Modelyard.Tests.Trees.Boosting;

public sealed class BoostingObjectiveTests
{
    [Theory]
    [InlineData(BoostingLoss.Huber)]
    [InlineData(BoostingLoss.Gamma)]
    [InlineData(BoostingLoss.Tweedie)]
    [InlineData(BoostingLoss.Poisson)]
    public unsafe void Gradients_and_hessians_are_the_derivatives_of_the_loss(BoostingLoss loss)
    {
        double[] target = [0.3, 2.5, 7, 0.9];
        foreach (double score in new[] { -0.8, 0.1, 1.3 })
        {
            for (int row = 0; row < target.Length; row++)
            {
                Objective objective = loss switch
                {
                    BoostingLoss.Huber => new HuberObjective([target[row]], [2], 1.5),
                    BoostingLoss.Gamma => new GammaObjective([target[row]], [2]),
                    BoostingLoss.Tweedie => new TweedieObjective([target[row]], [2], 1.4),
                    _ => new PoissonObjective([target[row]], [2]),
                };
                const double Step = 1e-3;
                double before = Loss(score - Step), at = Loss(score), after = Loss(score + Step);
                float gradient, hessian;
                double place = score;
                objective.Evaluate(&place, &gradient, &hessian, WorkTeam.Alone);
                Assert.Equal((after - before) / (2 * Step), gradient / 2, 1e-4 * Math.Max(1, Math.Abs(gradient)));
                if (loss != BoostingLoss.Huber)
                {
                    Assert.Equal((after - (2 * at) + before) / (Step * Step), hessian / 2, 1e-3 * Math.Max(1, hessian));
                }

                double Loss(double value) => objective.Evaluate(&value, null, null, WorkTeam.Alone);
            }
        }
    }

    [Fact]
    public void The_ratio_of_target_and_gamma_mean_is_one_on_average()
    {
        Dataset plain = BoostingTables.Regression(4000, noise: 0);
        var random = new RandomStream(8);
        double[] target = Array.ConvertAll(plain.Target.ToArray(), value => Math.Exp(value / 2) * -Math.Log(1 - random.NextDouble()));
        GradientBoostingRegressionModel model = new GradientBoostingRegressor { Loss = BoostingLoss.Gamma }.Fit(Dataset.ForRegression(plain.Features, target, plain.Schema));
        Assert.Equal(1, Enumerable.Range(0, 4000).Average(row => target[row] / model.Predict(plain.Features.Row(row))), 0.01);
        Assert.True(model.TrainingLoss[^1] < model.TrainingLoss[0] - 0.1);
        Assert.Throws<ModelyardException>(() => new GradientBoostingRegressor { Loss = BoostingLoss.Gamma }.Fit(Dataset.ForRegression(plain.Features, new double[4000], plain.Schema)));
    }

    [Fact]
    public void Tweedie_means_balance_claims_of_which_many_are_zero()
    {
        Dataset plain = BoostingTables.Regression(6000, noise: 0);
        var random = new RandomStream(8);
        double[] mean = Array.ConvertAll(plain.Target.ToArray(), value => Math.Exp(value / 2));
        double[] target = Array.ConvertAll(mean, value => random.NextDouble() < 0.6 ? 0 : value / 0.4 * -Math.Log(1 - random.NextDouble()));
        GradientBoostingRegressionModel model = new GradientBoostingRegressor { Loss = BoostingLoss.Tweedie, Iterations = 60, MaxLeafNodes = 8, MinSamplesLeaf = 50 }
            .Fit(Dataset.ForRegression(plain.Features, target, plain.Schema));
        double expected = 0, observed = 0;
        for (int row = 0; row < 6000; row++)
        {
            double prediction = model.Predict(plain.Features.Row(row));
            expected += Math.Pow(prediction, 0.5);
            observed += target[row] * Math.Pow(prediction, -0.5);
        }

        // Where the derivative of the loss is 0, the sums of m^(2 - p) and of y m^(1 - p) are the same.
        Assert.Equal(1, observed / expected, 0.01);
        Assert.True(model.TrainingLoss[^1] < model.TrainingLoss[0] - 0.05);
    }

    [Fact]
    public void The_huber_loss_is_moved_little_by_outliers()
    {
        Dataset clean = BoostingTables.Regression(3000, noise: 0.1);
        double[] spoiled = clean.Target.ToArray();
        for (int row = 0; row < spoiled.Length; row += 50)
        {
            spoiled[row] = 1e6;
        }

        GradientBoostingRegressionModel model = new GradientBoostingRegressor { Loss = BoostingLoss.Huber, Iterations = 200 }.Fit(Dataset.ForRegression(clean.Features, spoiled, clean.Schema));
        Assert.True(Enumerable.Range(0, 3000).Average(row => Math.Abs(clean.Target[row] - model.Predict(clean.Features.Row(row)))) < 0.3);
    }

    [Fact]
    public void The_square_of_the_error_as_ones_own_objective_gives_the_model_of_the_squared_error()
    {
        Dataset data = BoostingTables.Regression(3000).WithWeights([.. Enumerable.Repeat(1.0, 3000)]);
        var estimator = new GradientBoostingRegressor { Iterations = 20 };
        GradientBoostingRegressionModel expected = estimator.Fit(data), actual = (estimator with { Objective = new Squared() }).Fit(data);
        Assert.Equal(expected.Trees.Values, actual.Trees.Values);
        Assert.Equal(expected.TrainingLoss.ToArray(), actual.TrainingLoss.ToArray());
        Assert.Null(actual.Loss);
    }

    [Fact]
    public void Log_loss_as_ones_own_objective_gives_the_probabilities_of_the_classifier_and_the_model_needs_the_link_alone()
    {
        Dataset classes = BoostingTables.Classification(3000, 2);
        double[] target = Array.ConvertAll(classes.Labels.ToArray(), label => (double)label);
        GradientBoostingRegressionModel model = new GradientBoostingRegressor { Iterations = 30, Objective = new LogLoss() }.Fit(Dataset.ForRegression(classes.Features, target, classes.Schema));
        GradientBoostingClassificationModel classifier = new GradientBoostingClassifier { Iterations = 30 }.Fit(classes);
        var state = new MemoryState();
        model.Save(state);
        var again = GradientBoostingRegressionModel.Load(state.Reader);
        Assert.Equal(BoostingLink.Logit, again.Link);
        double[] probabilities = new double[2];
        for (int row = 0; row < 3000; row++)
        {
            classifier.PredictProbability(classes.Features.Row(row), probabilities);
            Assert.Equal(probabilities[1], model.Predict(classes.Features.Row(row)), 1e-3);
            Assert.Equal(model.Predict(classes.Features.Row(row)), again.Predict(classes.Features.Row(row)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void What_an_objective_must_not_return_is_told_with_its_name_and_the_first_row(int degree)
    {
        Dataset data = BoostingTables.Regression(20_000);
        var estimator = new GradientBoostingRegressor { Objective = new Faulty(), EarlyStopping = EarlyStopping.Off };
        ModelyardException fault = Assert.Throws<ModelyardException>(() => estimator.Fit(data, new FitContext { Parallelism = degree }));
        int first = Array.FindIndex(data.Target.ToArray(), value => value > 4.5);
        Assert.Contains("'faulty'", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"row '{first}'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'NaN'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("curvature", Assert.Throws<ModelyardException>(() => (estimator with { Objective = new Faulty { Curvature = -1 } }).Fit(data)).Message, StringComparison.Ordinal);
        Assert.Contains("initial score", Assert.Throws<ModelyardException>(() => (estimator with { Objective = new Faulty { Start = double.NaN } }).Fit(data)).Message, StringComparison.Ordinal);
    }

    private sealed class Squared : IBoostingObjective
    {
        public string Name => "squared";

        public BoostingLink Link => BoostingLink.Identity;

        public double InitialScore(ReadOnlySpan<double> target, ReadOnlySpan<double> weights)
        {
            double sum = 0, total = 0;
            for (int i = 0; i < target.Length; i++)
            {
                sum += weights[i] * target[i];
                total += weights[i];
            }

            return sum / total;
        }

        public void Differentiate(ReadOnlySpan<double> target, ReadOnlySpan<double> scores, Span<double> gradients, Span<double> curvatures)
        {
            for (int i = 0; i < target.Length; i++)
            {
                (gradients[i], curvatures[i]) = (scores[i] - target[i], 1);
            }
        }

        public void Measure(ReadOnlySpan<double> target, ReadOnlySpan<double> scores, Span<double> losses)
        {
            for (int i = 0; i < target.Length; i++)
            {
                losses[i] = (scores[i] - target[i]) * (scores[i] - target[i]);
            }
        }
    }

    private sealed class LogLoss : IBoostingObjective
    {
        public string Name => "log loss";

        public BoostingLink Link => BoostingLink.Logit;

        public double InitialScore(ReadOnlySpan<double> target, ReadOnlySpan<double> weights)
        {
            double mean = 0;
            foreach (double value in target)
            {
                mean += value / target.Length;
            }

            return Math.Log(mean / (1 - mean));
        }

        public void Differentiate(ReadOnlySpan<double> target, ReadOnlySpan<double> scores, Span<double> gradients, Span<double> curvatures)
        {
            for (int i = 0; i < target.Length; i++)
            {
                double probability = 1 / (1 + Math.Exp(-scores[i]));
                (gradients[i], curvatures[i]) = (probability - target[i], probability * (1 - probability));
            }
        }

        public void Measure(ReadOnlySpan<double> target, ReadOnlySpan<double> scores, Span<double> losses)
        {
            for (int i = 0; i < target.Length; i++)
            {
                losses[i] = Math.Log(1 + Math.Exp(scores[i])) - (target[i] * scores[i]);
            }
        }
    }

    private sealed class Faulty : IBoostingObjective
    {
        public string Name => "faulty";

        public BoostingLink Link => BoostingLink.Identity;

        public double Curvature { get; init; } = 1;

        public double Start { get; init; }

        public double InitialScore(ReadOnlySpan<double> target, ReadOnlySpan<double> weights) => Start;

        public void Differentiate(ReadOnlySpan<double> target, ReadOnlySpan<double> scores, Span<double> gradients, Span<double> curvatures)
        {
            for (int i = 0; i < target.Length; i++)
            {
                (gradients[i], curvatures[i]) = (target[i] > 4.5 && Curvature >= 0 ? double.NaN : scores[i] - target[i], Curvature);
            }
        }

        public void Measure(ReadOnlySpan<double> target, ReadOnlySpan<double> scores, Span<double> losses) => losses.Clear();
    }
}
