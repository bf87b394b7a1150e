using System.Text.Json;
using Modelyard.Kernels;
using Modelyard.Kernels.Similarity;
using Modelyard.Kernels.Solving;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Frames;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Kernels;

public sealed class SupportVectorMachineTests
{
    // Rows of the kernel matrix are kept in single precision, here and in the reference.
    private const double Near = 2e-4;
    private const double NearByDefault = 1e-3;

    [Fact]
    public void Decisions_between_classes_agree_with_scikit_learn()
    {
        foreach (JsonElement one in KernelOracle.Cases("Svc"))
        {
            JsonElement settings = one.GetProperty("settings");
            Dataset data = LearnedOracle.Classification(one.GetProperty("table").GetString()!, one.GetProperty("weighted").GetBoolean());
            var machine = new Svc
            {
                Kernel = Enum.Parse<KernelKind>(settings.GetProperty("Kernel").GetString()!),
                C = settings.GetProperty("C").GetDouble(),
                Gamma = KernelOracle.Gamma(settings),
                Degree = settings.GetProperty("Degree").GetInt32(),
                Coef0 = settings.GetProperty("Coef0").GetDouble(),
                ClassWeight = settings.GetProperty("Balanced").GetBoolean() ? ClassWeight.Balanced : ClassWeight.None,
            };
            SvcModel model = (machine with { Tolerance = 1e-6 }).Fit(data), usual = machine.Fit(data);
            double[] scores = new double[model.DecisionCount];
            for (int row = 0; row < data.RowCount; row++)
            {
                model.Decide(data.Features.Row(row), scores);
                LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("decisions")[row]), scores, Near, $"{settings.GetRawText()}, row {row}");
                usual.Decide(data.Features.Row(row), scores);
                LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("decisions")[row]), scores, NearByDefault, $"{settings.GetRawText()}, row {row}");
            }

            Assert.InRange(model.SupportVectors.Rows, one.GetProperty("vectors").GetInt32() - 2, one.GetProperty("vectors").GetInt32() + 2);
            LearnedOracle.PredictEveryWay(model, data.Features);
            if (data.ClassCount == 2)
            {
                KernelOracle.SameSupport(one, model.SupportRows, model.DualCoefficients.Row(0), 5e-3 * settings.GetProperty("C").GetDouble());
            }
        }
    }

    [Fact]
    public void Predicted_numbers_agree_with_scikit_learn()
    {
        foreach (JsonElement one in KernelOracle.Cases("Svr"))
        {
            JsonElement settings = one.GetProperty("settings");
            Dataset data = LearnedOracle.Regression(one.GetProperty("table").GetString()!, one.GetProperty("weighted").GetBoolean());
            var machine = new Svr
            {
                Kernel = Enum.Parse<KernelKind>(settings.GetProperty("Kernel").GetString()!),
                C = settings.GetProperty("C").GetDouble(),
                Gamma = KernelOracle.Gamma(settings),
                Epsilon = settings.GetProperty("Epsilon").GetDouble(),
            };
            SvrModel model = (machine with { Tolerance = 1e-5 }).Fit(data), usual = machine.Fit(data);
            double[] predictions = LearnedOracle.PredictEveryWay(model, data.Features);
            LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("predictions")), predictions, Near, settings.GetRawText());
            LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("predictions")), LearnedOracle.PredictEveryWay(usual, data.Features), NearByDefault, settings.GetRawText());
            Assert.InRange(model.SupportVectors.Rows, one.GetProperty("vectors").GetInt32() - 2, one.GetProperty("vectors").GetInt32() + 2);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void Products_of_features_far_from_zero_lose_no_digits_of_what_differs_between_rows(double price)
    {
        // A linear kernel does not see where the rows lie, but for the intercept: products of a million rounded to single precision would.
        Dataset data = LearnedOracle.Classification("wine");
        Matrix far = data.Features.Copy();
        foreach (ref double element in far.AsSpan())
        {
            element += 300;
        }

        var machine = new Svc { Kernel = KernelKind.Linear, C = price };
        SvcModel here = machine.Fit(data), there = machine.Fit(data.WithFeatures(far, data.Schema));
        SvrModel near = new Svr { Kernel = KernelKind.Linear, C = price }.Fit(Numbers(data.Features)), away = new Svr { Kernel = KernelKind.Linear, C = price }.Fit(Numbers(far));
        double[] first = new double[here.PairCount], second = new double[here.PairCount];
        for (int row = 0; row < data.RowCount; row++)
        {
            here.DecidePairs(data.Features.Row(row), first);
            there.DecidePairs(far.Row(row), second);
            LearnedOracle.Near(first, second, NearByDefault, $"decisions of row {row}");
            LearnedOracle.Near(near.Predict(data.Features.Row(row)), away.Predict(far.Row(row)), NearByDefault, $"prediction of row {row}");
        }

        Dataset Numbers(Matrix features) => Dataset.ForRegression(features, [.. Enumerable.Range(0, data.RowCount).Select(row => data.Features[row, 0] - data.Features[row, 3])]);
    }

    [Theory]
    [InlineData(1e3)]
    [InlineData(1e5)]
    public void Optimality_conditions_hold_in_double_precision_however_high_the_price(double price)
    {
        // Weights of that size times what single precision leaves off the similarities would be more than the tolerance by far.
        Dataset data = Halves(new RandomStream(5, 0)).Rows([.. Enumerable.Range(0, 150)]);
        SvcModel model = new Svc { C = price, Gamma = 2, Tolerance = 1e-3 }.Fit(data);
        double[] alpha = new double[data.RowCount], decision = new double[1];
        for (int i = 0; i < model.SupportRows.Length; i++)
        {
            alpha[model.SupportRows[i]] = Math.Abs(model.DualCoefficients[0, i]);
        }

        for (int row = 0; row < data.RowCount; row++)
        {
            model.Decide(data.Features.Row(row), decision);
            double margin = data.Labels[row] == 1 ? decision[0] : -decision[0];
            Assert.True(alpha[row] < price || margin <= 1 + 1e-3, $"row {row} at its bound has the margin {margin}.");
            Assert.True(alpha[row] > 0 || margin >= 1 - 1e-3, $"row {row} at 0 has the margin {margin}.");
            Assert.True(alpha[row] == 0 || alpha[row] == price || Math.Abs(margin - 1) <= 1e-3, $"row {row} inside its bounds has the margin {margin}.");
        }
    }

    [Fact]
    public void The_unit_of_the_target_does_not_matter_if_the_target_is_standardized()
    {
        Dataset data = LearnedOracle.Regression("diabetes");
        Dataset other = Dataset.ForRegression(data.Features, [.. data.Target.ToArray().Select(value => (1000 * value) - 7)]);
        var machine = new Svr { StandardizeTarget = true, Tolerance = 1e-7 };
        SvrModel first = machine.Fit(data), second = machine.Fit(other);
        for (int row = 0; row < data.RowCount; row++)
        {
            LearnedOracle.Near((1000 * first.Predict(data.Features.Row(row))) - 7, second.Predict(data.Features.Row(row)), 1e-4, $"row {row}");
        }
    }

    [Fact]
    public void The_sigmoid_of_probabilities_is_that_of_greatest_likelihood()
    {
        JsonElement platt = KernelOracle.Root.GetProperty("platt");
        double[] decisions = LearnedOracle.Numbers(platt.GetProperty("decisions"));
        bool[] above = [.. platt.GetProperty("above").EnumerateArray().Select(one => one.GetBoolean())];
        double[] ones = [.. decisions.Select(_ => 1.0)];
        PlattScaling learned = PlattScaling.Learn(decisions, above, ones);
        Assert.Equal(platt.GetProperty("slope").GetDouble(), learned.Slope, 4);
        Assert.Equal(platt.GetProperty("shift").GetDouble(), learned.Shift, 4);
        Assert.True(learned.Probability(2) > learned.Probability(-2));
    }

    [Fact]
    public void Pairs_that_agree_with_one_another_give_the_probabilities_they_came_from()
    {
        double[] truth = [0.45, 0.25, 0.2, 0.07, 0.03];
        double[] pairs = [.. truth.SelectMany((first, i) => truth.Select((second, j) => i == j ? 0 : first / (first + second)))];
        double[] coupled = new double[truth.Length];
        PairwiseCoupling.Solve(pairs, coupled);
        LearnedOracle.Near(truth, coupled, 2e-3, "probabilities");
        Assert.Equal(1, coupled.Sum(), 12);
    }

    [Fact]
    public void Probabilities_stay_honest_where_the_machine_learns_the_rows_by_heart()
    {
        // The second class has probability 0.7 right of zero and 0.3 left of it. A machine this narrow is right on nearly all rows that it has seen.
        Dataset seen = Halves(new RandomStream(5, 0)), unseen = Halves(new RandomStream(5, 1));
        SvcModel model = new Svc { C = 100, Gamma = 30 }.Fit(seen);
        double[] probabilities = new double[2];
        double loss = 0;
        for (int row = 0; row < unseen.RowCount; row++)
        {
            model.PredictProbability(unseen.Features.Row(row), probabilities);
            loss -= Math.Log(probabilities[unseen.Labels[row]]) / unseen.RowCount;
        }

        // The entropy is 0.61; knowing nothing costs 0.69; the machine's own certainty would cost far more.
        Assert.InRange(loss, 0.6, 0.72);
    }

    private static Dataset Halves(RandomStream random)
    {
        var features = new Matrix(600, 2);
        int[] labels = new int[600];
        for (int row = 0; row < 600; row++)
        {
            features[row, 0] = random.NextDouble() - 0.5;
            features[row, 1] = random.NextDouble() - 0.5;
            labels[row] = random.NextDouble() < (features[row, 0] > 0 ? 0.7 : 0.3) ? 1 : 0;
        }

        return Dataset.ForClassification(features, labels, ["no", "yes"]);
    }
}
