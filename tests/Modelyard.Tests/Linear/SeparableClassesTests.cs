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
