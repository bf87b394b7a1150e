using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Tests.Linear;

public sealed class SeparableClassesTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Without_a_penalty_separable_classes_are_called_so_and_the_coefficients_stay_finite(int classes)
    {
        Dataset data = Clusters(classes, 10);
        (LogisticModel model, List<string> warnings) = Warned(new LogisticRegression { Penalty = LogisticPenalty.None }, data);
        Assert.Contains("separable", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Contains("Choose the penalty 'L2'", warnings[0], StringComparison.Ordinal);
        Assert.All(model.Coefficients.AsSpan().ToArray(), coefficient => Assert.InRange(Math.Abs(coefficient), 0, 1000));
        Assert.Empty(Warned(new LogisticRegression(), data).Warnings);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Classes_that_overlap_are_not_called_separable(int classes) =>
        Assert.Empty(Warned(new LogisticRegression { Penalty = LogisticPenalty.None }, Clusters(classes, 1)).Warnings);

    [Fact]
    public void A_level_that_only_one_class_has_is_called_separable()
    {
        Matrix features = Matrix.From(new double[,] { { 1, 0 }, { 2, 0 }, { 3, 0 }, { 4, 0 }, { 2.5, 1 }, { 3.5, 1 } });
        Dataset data = Dataset.ForClassification(features, [0, 1, 0, 1, 0, 0], ["no", "yes"]);
        Assert.Contains("separable", Assert.Single(Warned(new LogisticRegression { Penalty = LogisticPenalty.None, MaxIterations = 1000 }, data).Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e3)]
    [InlineData(1e6)]
    [InlineData(1e9)]
    public void A_weak_penalty_on_separable_classes_gives_finite_coefficients_and_parts_them(double c)
    {
        Dataset data = Clusters(2, 10);
        (LogisticModel model, List<string> warnings) = Warned(new LogisticRegression { C = c }, data);
        Assert.All(warnings, warning => Assert.Contains("separable", warning, StringComparison.Ordinal));
        for (int row = 0; row < data.RowCount; row++)
        {
            Assert.Equal(data.Labels[row], ((IClassificationModel)model).Predict(data.Features.Row(row)));
        }
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(3, 5)]
    [InlineData(3, 400)]
    [InlineData(2, 1500)]
    [InlineData(3, 1500)]
    public void Sparse_features_that_part_the_classes_are_called_separable_however_many_there_are(int classes, int noise)
    {
        // Each row names its class: by one word of many.
        var random = new RandomStream(8);
        var builder = new SparseMatrixBuilder(noise + (10 * classes));
        int[] labels = new int[240];
        for (int row = 0; row < labels.Length; row++)
        {
            labels[row] = row % classes;
            builder.Add(noise + (10 * labels[row]) + random.NextInt(10), 1);
            builder.Add(random.NextInt(noise), 1 + random.NextDouble());
            builder.EndRow();
        }

        Dataset data = Dataset.ForClassification(builder.Build(), labels, [.. Enumerable.Range(0, classes).Select(k => $"c{k}")]);
        foreach (Dataset form in new[] { data, data.ToDense() })
        {
            (LogisticModel model, List<string> warnings) = Warned(new LogisticRegression { Penalty = LogisticPenalty.None }, form);
            Assert.Contains("separable", Assert.Single(warnings), StringComparison.Ordinal);
            Assert.All(model.Coefficients.AsSpan().ToArray(), coefficient => Assert.InRange(Math.Abs(coefficient), 0, 1000));
        }
    }

    [Theory]
    [InlineData(800, true)]
    [InlineData(800, false)]
    [InlineData(1100, true)]
    [InlineData(1100, false)]
    public void A_word_that_only_one_class_has_is_called_separable_among_very_many_words(int words, bool hasIt)
    {
        // More parameters than the whole curvature is computed for, and more rows than could be parted by chance.
        var random = new RandomStream(9);
        var builder = new SparseMatrixBuilder(words + 1);
        int[] labels = new int[5 * words];
        for (int row = 0; row < labels.Length; row++)
        {
            labels[row] = random.NextInt(2);
            builder.Add(row % words, 1);
            builder.Add(random.NextInt(words), 1);
            if (labels[row] == 1 && row % 50 < 10 && hasIt)
            {
                builder.Add(words, 1);
            }

            builder.EndRow();
        }

        // One row of each class for each word, so that no other word tells a class.
        for (int row = 0; row < 2 * words; row++)
        {
            builder.Add(row / 2, 1);
            builder.EndRow();
        }

        int[] all = [.. labels, .. Enumerable.Range(0, 2 * words).Select(row => row % 2)];
        var estimator = new LogisticRegression { Penalty = LogisticPenalty.None, MaxIterations = 1000 };
        (_, List<string> warnings) = Warned(estimator, Dataset.ForClassification(builder.Build(), all, ["no", "yes"]));
        Assert.Equal(hasIt ? 1 : 0, warnings.Count);
        Assert.All(warnings, warning => Assert.Contains("separable", warning, StringComparison.Ordinal));
    }

    private static (LogisticModel Model, List<string> Warnings) Warned(LogisticRegression estimator, Dataset data)
    {
        var warnings = new List<string>();
        return (estimator.Fit(data, new FitContext { Warning = warnings.Add }), warnings);
    }

    private static Dataset Clusters(int classes, double distance)
    {
        var random = new RandomStream(5);
        var features = new Matrix(120, 2);
        int[] labels = new int[120];
        for (int row = 0; row < 120; row++)
        {
            labels[row] = row % classes;
            features[row, 0] = (distance * Math.Cos(2 * Math.PI * labels[row] / classes)) + random.NextGaussian();
            features[row, 1] = (distance * Math.Sin(2 * Math.PI * labels[row] / classes)) + random.NextGaussian();
        }

        return Dataset.ForClassification(features, labels, [.. Enumerable.Range(0, classes).Select(k => $"c{k}")]);
    }
}
