using System.Text.Json;
using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Kernels;

public sealed class NuMachineTests
{
    private const double Near = 5e-4;
    private const double NearByDefault = 6e-4;
    private const double SameMachine = 1e-4;

    [Fact]
    public void Decisions_between_classes_agree_with_scikit_learn()
    {
        foreach (JsonElement one in KernelOracle.Cases("NuSvc"))
        {
            JsonElement settings = one.GetProperty("settings");
            Dataset data = LearnedOracle.Classification(one.GetProperty("table").GetString()!, one.GetProperty("weighted").GetBoolean());
            var machine = new NuSvc
            {
                Kernel = Enum.Parse<KernelKind>(settings.GetProperty("Kernel").GetString()!),
                Nu = settings.GetProperty("Nu").GetDouble(),
                Gamma = KernelOracle.Gamma(settings),
                ClassWeight = settings.GetProperty("Balanced").GetBoolean() ? ClassWeight.Balanced : ClassWeight.None,
            };
            SvcModel model = (machine with { Tolerance = 1e-8 }).Fit(data), usual = machine.Fit(data);
            double[] scores = new double[model.DecisionCount];
            for (int row = 0; row < data.RowCount; row++)
            {
                model.Decide(data.Features.Row(row), scores);
                LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("decisions")[row]), scores, Near, $"{settings.GetRawText()}, row {row}");
                usual.Decide(data.Features.Row(row), scores);
                LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("decisions")[row]), scores, NearByDefault, $"{settings.GetRawText()}, row {row}");
            }

            Assert.InRange(model.SupportVectors.Rows, one.GetProperty("vectors").GetInt32() - 3, one.GetProperty("vectors").GetInt32() + 3);
            LearnedOracle.PredictEveryWay(model, data.Features);
        }
    }

    [Fact]
    public void Decisions_between_classes_do_not_depend_on_the_unit_of_the_weights()
    {
        // Times a number, the weights multiply the dual variables and the margin, by which those are divided.
        const double Unit = 1e-6;
        Dataset rows = LearnedOracle.Classification("wine", weighted: true);
        SvcModel usual = new NuSvc { Nu = 0.2 }.Fit(rows), small = new NuSvc { Nu = 0.2 }.Fit(rows.WithWeights([.. rows.Weights.ToArray().Select(weight => Unit * weight)]));
        double[] expected = new double[usual.DecisionCount], actual = new double[usual.DecisionCount];
        for (int row = 0; row < rows.RowCount; row++)
        {
            usual.Decide(rows.Features.Row(row), expected);
            small.Decide(rows.Features.Row(row), actual);
            LearnedOracle.Near(expected, actual, SameMachine, $"row {row}");
        }
    }

    [Fact]
    public void Classes_that_overlap_too_much_for_so_small_a_nu_have_no_margin_and_the_user_is_told()
    {
        // Each row stands on either side: whatever the direction, as many lie before the plane as behind it.
        Dataset rows = LearnedOracle.Classification("iris");
        int[] twice = [.. Enumerable.Range(0, 2 * rows.RowCount).Select(i => i / 2)];
        int[] sides = [.. Enumerable.Range(0, 2 * rows.RowCount).Select(i => i % 2)];
        var warnings = new List<string>();
        new NuSvc { Nu = 0.5 }.Fit(Dataset.ForClassification(rows.Features.SelectRows(twice), sides, ["one", "other"]), new FitContext { Warning = warnings.Add });
        Assert.Contains(warnings, warning => warning.Contains("no margin", StringComparison.Ordinal));
    }

    [Fact]
    public void Predicted_numbers_agree_with_scikit_learn()
    {
        foreach (JsonElement one in KernelOracle.Cases("NuSvr"))
        {
            JsonElement settings = one.GetProperty("settings");
            Dataset data = LearnedOracle.Regression(one.GetProperty("table").GetString()!, one.GetProperty("weighted").GetBoolean());
            SvrModel model = new NuSvr
            {
                Kernel = Enum.Parse<KernelKind>(settings.GetProperty("Kernel").GetString()!),
                C = settings.GetProperty("C").GetDouble(),
                Nu = settings.GetProperty("Nu").GetDouble(),
                Gamma = KernelOracle.Gamma(settings),
                Tolerance = 1e-6,
            }.Fit(data);
            double[] predictions = LearnedOracle.PredictEveryWay(model, data.Features);
            LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("predictions")), predictions, Near, settings.GetRawText());
            Assert.InRange(model.SupportVectors.Rows, one.GetProperty("vectors").GetInt32() - 3, one.GetProperty("vectors").GetInt32() + 3);
        }
    }

    [Fact]
    public void Outlines_agree_with_scikit_learn()
    {
        foreach (JsonElement one in KernelOracle.Cases("OneClassSvm"))
        {
            JsonElement settings = one.GetProperty("settings");
            Dataset data = LearnedOracle.Classification(one.GetProperty("table").GetString()!, one.GetProperty("weighted").GetBoolean());
            IAnomalyModel model = new OneClassSvm
            {
                Kernel = Enum.Parse<KernelKind>(settings.GetProperty("Kernel").GetString()!),
                Nu = settings.GetProperty("Nu").GetDouble(),
                Gamma = KernelOracle.Gamma(settings),
                Coef0 = 1,
                Tolerance = 1e-7,
            }.Fit(Dataset.WithoutTarget(data.Features).WithWeights(data.HasWeights ? data.Weights.ToArray() : null), FitContext.Default);
            double[] scores = new double[data.RowCount], alone = new double[data.RowCount];
            model.Score(data.Features, scores, degree: 2);
            for (int row = 0; row < data.RowCount; row++)
            {
                alone[row] = model.Score(data.Features.Row(row));
                Assert.Equal(alone[row] > 0, model.IsAnomaly(data.Features.Row(row)));
                LearnedOracle.Near(-one.GetProperty("decisions")[row].GetDouble(), alone[row], Near, $"{settings.GetRawText()}, row {row}");
            }

            Assert.Equal(alone, scores);
            var outline = (OneClassSvmModel)model;
            KernelOracle.SameSupport(one, outline.SupportRows, outline.DualCoefficients, 5e-3);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    public void Nu_bounds_the_shares_of_support_vectors_and_of_errors(double nu)
    {
        Dataset numbers = LearnedOracle.Regression("diabetes");
        SvrModel tube = new NuSvr { Nu = nu, C = 20, Tolerance = 1e-5 }.Fit(numbers);
        double[] errors = [.. Enumerable.Range(0, numbers.RowCount).Select(row => Math.Abs(tube.Predict(numbers.Features.Row(row)) - numbers.Target[row]))];

        // Rows on the border of the tube are those free within their bounds; the border is their error.
        double border = errors.Order().ElementAt((int)((1 - nu) * errors.Length) - 1);
        Assert.InRange(tube.SupportRows.Length, (nu * numbers.RowCount) - 1e-9, numbers.RowCount);
        Assert.True(errors.Count(error => error > border * 1.02) <= (nu * numbers.RowCount) + 1e-9, $"{errors.Count(error => error > border * 1.02)} of {numbers.RowCount}");

        Dataset rows = LearnedOracle.Classification("cancer");
        OneClassSvmModel outline = new OneClassSvm { Nu = nu, Tolerance = 1e-6 }.Fit(rows, FitContext.Default);
        int outside = Enumerable.Range(0, rows.RowCount).Count(row => outline.Score(rows.Features.Row(row)) > 1e-4);
        Assert.InRange(outside, 0, nu * rows.RowCount);
        Assert.InRange(outline.SupportRows.Length, (nu * rows.RowCount) - 1e-9, rows.RowCount);

        SvcModel margin = new NuSvc { Nu = nu, Tolerance = 1e-6 }.Fit(rows);
        double[] decision = new double[1];
        int inside = Enumerable.Range(0, rows.RowCount).Count(row =>
        {
            margin.Decide(rows.Features.Row(row), decision);
            return decision[0] * (rows.Labels[row] == 1 ? 1 : -1) < 1 - 1e-3;
        });
        Assert.InRange(inside, 0, nu * rows.RowCount);
        Assert.InRange(margin.SupportRows.Length, (nu * rows.RowCount) - 1e-9, rows.RowCount);
    }

    [Fact]
    public void A_nu_that_the_classes_do_not_allow_is_refused_and_the_greatest_is_named()
    {
        Dataset data = LearnedOracle.Classification("cancer");
        int[] first = [.. Enumerable.Range(0, data.RowCount).Where(row => data.Labels[row] == 0).Take(15)];
        int[] second = [.. Enumerable.Range(0, data.RowCount).Where(row => data.Labels[row] == 1).Take(45)];
        Dataset uneven = data.Rows([.. first, .. second]);
        string message = Assert.Throws<ModelyardException>(() => new NuSvc { Nu = 0.6 }.Fit(uneven)).Message;
        Assert.StartsWith("Nu is '0.6' and the sizes of the classes allow no more than '0.5'", message, StringComparison.Ordinal);
        new NuSvc { Nu = 0.5 }.Fit(uneven);
        new NuSvc { Nu = 0.6, ClassWeight = ClassWeight.Balanced }.Fit(uneven);
    }
}
