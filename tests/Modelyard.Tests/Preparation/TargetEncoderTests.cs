using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Selection;

namespace Modelyard.Tests.Preparation;

public sealed class TargetEncoderTests
{
    private static readonly JsonElement Oracle = PreparationOracle.Get("targets");

    [Theory]
    [InlineData("regression")]
    [InlineData("binary")]
    [InlineData("multiclass")]
    public void Encodings_are_those_of_the_definition(string task)
    {
        double[] codes = PreparationOracle.Numbers(Oracle.GetProperty("codes"));
        int[] labels = PreparationOracle.Integers(Oracle.GetProperty("labels"));
        int levels = Oracle.GetProperty("levels").GetInt32();
        var features = new Matrix(codes, codes.Length, 1);
        FeatureSchema schema = Schema(levels);
        Dataset data = task switch
        {
            "regression" => Dataset.ForRegression(features, PreparationOracle.Numbers(Oracle.GetProperty("target")), schema),
            "binary" => Dataset.ForClassification(features, Array.ConvertAll(labels, label => Math.Min(label, 1)), ["no", "yes"], schema),
            _ => Dataset.ForClassification(features, labels, ["r", "s", "t"], schema),
        };
        var asked = new Matrix([.. Enumerable.Range(0, levels).Select(level => (double)level), -1, double.NaN], levels + 2, 1);
        foreach (JsonElement one in Oracle.GetProperty("cases").EnumerateArray())
        {
            JsonElement smoothing = one.GetProperty("smoothing"), expected = one.GetProperty(task);
            var encoder = new TargetEncoder { Smoothing = smoothing.ValueKind == JsonValueKind.Null ? null : smoothing.GetDouble() };
            Dataset own = data.WithWeights(one.GetProperty("weighted").GetBoolean() ? PreparationOracle.Numbers(Oracle.GetProperty("weights")) : null);
            Matrix wanted = task == "multiclass" ? PreparationOracle.Rows(expected).Transpose() : new Matrix(PreparationOracle.Numbers(expected), levels + 2, 1);

            // The target lies at ten millions with a spread of ten: eleven digits of it are the encoding's.
            PreparationOracle.Same(wanted, PreparationOracle.Fitted(encoder, own, asked), 1e-12, $"{encoder}, {task}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_row_sees_its_own_target(bool classes)
    {
        Dataset Make(int changed) => Noise(60, 12, classes, changed);
        Matrix before = CrossFitted(Make(-1));
        for (int row = 0; row < 60; row++)
        {
            Matrix after = CrossFitted(Make(row));
            Assert.Equal(before.Row(row).ToArray(), after.Row(row).ToArray());
            Assert.NotEqual(before.AsSpan().ToArray(), after.AsSpan().ToArray());
        }
    }

    [Fact]
    public void The_fitted_encoding_itself_is_learned_from_all_rows()
    {
        Dataset data = Noise(60, 12, classes: false, changed: -1);
        (ITransformModel model, Dataset transformed) = new TargetEncoder().FitTransform(data, FitContext.Default);
        Assert.Equal(new TargetEncoder().Fit(data).Transform(data.Features).AsSpan().ToArray(), model.Transform(data.Features).AsSpan().ToArray());
        Assert.NotEqual(model.Transform(data.Features).AsSpan().ToArray(), transformed.Features.AsSpan().ToArray());
    }

    [Fact]
    public void A_level_of_many_equal_rows_keeps_its_mean_and_an_unseen_one_gets_that_of_all()
    {
        // Theorem: with smoothing m, a level of n rows that are all 1 among equally many 0s is (n + m / 2) / (n + m).
        Dataset data = Dataset.ForRegression(new Matrix([0, 0, 0, 1, 1, 1], 6, 1), [1, 1, 1, 0, 0, 0], Schema(3));
        Assert.Equal([4.0 / 5, 1.0 / 5, 0.5, 0.5], PreparationOracle.Fitted(new TargetEncoder { Smoothing = 2 }, data, new Matrix([0, 1, 2, -1], 4, 1)).AsSpan().ToArray(), Near);
        Assert.Equal([1.0, 0, 0.5, 0.5], PreparationOracle.Fitted(new TargetEncoder(), data, new Matrix([0, 1, 2, -1], 4, 1)).AsSpan().ToArray(), Near);
    }

    [Fact]
    public void Moving_the_target_moves_the_encoding_as_far()
    {
        Dataset data = Noise(200, 8, classes: false, changed: -1);
        double[] moved = Array.ConvertAll(data.Target.ToArray(), value => value + 1e9);
        double[] encoded = PreparationOracle.Fitted(new TargetEncoder(), data, data.Features).AsSpan().ToArray();
        double[] far = PreparationOracle.Fitted(new TargetEncoder(), Dataset.ForRegression(data.Features, moved, data.Schema), data.Features).AsSpan().ToArray();
        Assert.Equal(encoded, far, (left, right) => Math.Abs(left + 1e9 - right) < 1e-5);
    }

    [Fact]
    public void One_row_and_a_target_without_variance_pass()
    {
        Dataset one = Dataset.ForRegression(new Matrix([0], 1, 1), [5], Schema(2));
        Assert.Equal([5.0], new TargetEncoder().FitTransform(one, FitContext.Default).Transformed.Features.AsSpan().ToArray());
        Dataset same = Dataset.ForRegression(new Matrix([0, 1, 0, double.NaN], 4, 1), [5, 5, 5, 5], Schema(2));
        Assert.All(CrossFitted(same).AsSpan().ToArray(), value => Assert.Equal(5, value));
    }

    [Fact]
    public void A_thousand_levels_of_noise_score_no_better_than_chance_when_they_are_encoded_inside_each_fold()
    {
        Dataset data = Noise(2500, 1000, classes: true, changed: -1);
        IMetric auc = MetricCatalogue.Find("roc-auc", TaskKind.Classification);
        IReadOnlyList<Split> folds = new KFold { Folds = 5, Stratified = true, Seed = 3 }.Split(data);
        double Score(IEstimator estimator, Dataset rows) => CrossValidation.Run(estimator, rows, folds, auc, FitContext.Default).Average(fold => fold.Score);
        var logistic = new LogisticRegression();
        PreparationPlan plan = PreparationPlan.For(data, logistic.Traits);
        Assert.Contains(plan.Steps, step => step is TargetEncoder);

        // The area of 2,500 rows without a signal has a standard error of 0.0115.
        Assert.InRange(Score(new Pipeline(plan.Steps, logistic), data), 0.45, 0.55);

        // The same encoder, fitted on all rows beforehand, would have shown a fine model.
        Dataset leaked = new TargetEncoder().Fit(data).Transform(data);
        Assert.InRange(Score(logistic, leaked), 0.75, 1);
    }

    private static FeatureSchema Schema(int levels) =>
        new(new Feature("c", FeatureKind.Categorical) { Levels = [.. Enumerable.Range(0, levels).Select(level => $"level {level}")] });

    private static Matrix CrossFitted(Dataset data) => new TargetEncoder().FitTransform(data, new FitContext { Seed = 11 }).Transformed.Features;

    private static Dataset Noise(int rows, int levels, bool classes, int changed)
    {
        var random = new RandomStream(5);
        double[] codes = new double[rows], target = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            codes[row] = random.NextInt(levels + 1) is int code && code == levels ? double.NaN : code;
            target[row] = classes ? random.NextInt(2) : random.NextGaussian();
            target[row] = row != changed ? target[row] : classes ? 1 - target[row] : target[row] + 100;
        }

        var features = new Matrix(codes, rows, 1);
        return classes
            ? Dataset.ForClassification(features, Array.ConvertAll(target, value => (int)value), ["no", "yes"], Schema(levels))
            : Dataset.ForRegression(features, target, Schema(levels));
    }

    private static bool Near(double left, double right) => Math.Abs(left - right) < 1e-12;
}
