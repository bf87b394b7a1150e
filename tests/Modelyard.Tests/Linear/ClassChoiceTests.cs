using Modelyard.Bayes;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Tests.Linear;

/// <summary>Asks models for classes alone, which they find by scores, where the probabilities say what is right.</summary>
public sealed class ClassChoiceTests
{
    private static readonly double[] Steps = [0, 0, 1e-17, -1e-16, 1e-15, -3e-13, 1e-12, 2e-12, -1e-9, 0.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue];

    public static TheoryData<SgdClassificationLoss, int> Losses()
    {
        var losses = new TheoryData<SgdClassificationLoss, int>();
        foreach (SgdClassificationLoss loss in Enum.GetValues<SgdClassificationLoss>())
        {
            foreach (int classes in new[] { 2, 3, 9 })
            {
                losses.Add(loss, classes);
            }
        }

        return losses;
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Gradient_descent_names_the_first_of_the_most_probable_classes(SgdClassificationLoss loss, int classes)
    {
        int scores = classes == 2 ? 1 : classes;
        var model = new SgdClassificationModel(Schema(scores), Labels(classes), loss, Matrix.Identity(scores), new double[scores], new double[scores]);
        ExpectMostProbable(model, Rows(scores));
    }

    [Theory]
    [InlineData(2, double.NaN)]
    [InlineData(3, double.NaN)]
    [InlineData(9, double.NaN)]
    [InlineData(2, 0.25)]
    [InlineData(9, 0)]
    [InlineData(3, -0.5)]
    public void Naive_Bayes_over_counts_names_the_first_of_the_most_probable_classes(int classes, double threshold)
    {
        double[] priors = [.. Enumerable.Repeat(1.0 / classes, classes)];
        var model = new LinearNaiveBayesModel(Schema(classes), Labels(classes), priors, Array.ConvertAll(priors, Math.Log), Matrix.Identity(classes), threshold);
        ExpectMostProbable(model, Rows(classes));
    }

    [Fact]
    public void Naive_Bayes_of_densities_and_categories_names_the_most_probable_class()
    {
        var random = new RandomStream(3);
        var numbers = new Matrix(700, 3);
        var codes = new Matrix(700, 3);
        int[] labels = new int[700];
        for (int row = 0; row < labels.Length; row++)
        {
            labels[row] = random.NextInt(5);
            for (int j = 0; j < 3; j++)
            {
                numbers[row, j] = labels[row] + (2 * random.NextGaussian());
                codes[row, j] = random.NextInt(2 + labels[row]);
            }
        }

        FeatureSchema categories = new([.. Enumerable.Range(0, 3).Select(j => new Feature($"c{j}", FeatureKind.Categorical) { Levels = [.. Enumerable.Range(0, 6).Select(code => $"{code}")] })]);
        ExpectMostProbable(new GaussianNaiveBayes().Fit(Dataset.ForClassification(numbers, labels, Labels(5))), numbers);
        ExpectMostProbable(new CategoricalNaiveBayes().Fit(Dataset.ForClassification(codes, labels, Labels(5), categories)), codes);
    }

    [Fact]
    public void Decisions_of_many_rows_are_those_of_each()
    {
        var random = new RandomStream(4);
        foreach (int scores in new[] { 1, 5 })
        {
            var weights = new Matrix(scores, 30);
            foreach (ref double weight in weights.AsSpan())
            {
                weight = random.NextGaussian();
            }

            var model = new SgdClassificationModel(Schema(30), Labels(Math.Max(2, scores)), SgdClassificationLoss.Log, weights, new double[scores], new double[30]);
            var rows = new Matrix(300, 30);
            foreach (ref double value in rows.AsSpan())
            {
                value = random.NextInt(3) == 0 ? random.NextGaussian() : 0;
            }

            Matrix dense = new(300, scores), sparse = new(300, scores), single = new(300, scores);
            model.Decide(rows, dense, 2);
            model.Decide(SparseMatrix.From(rows), sparse, 2);
            for (int row = 0; row < rows.Rows; row++)
            {
                model.Decide(rows.Row(row), single.Row(row));
            }

            Assert.Equal(single.AsSpan(), dense.AsSpan());
            LearnedOracle.Near(single.AsSpan(), sparse.AsSpan(), 1e-12, "sparse decisions");
        }
    }

    private static void ExpectMostProbable(IClassificationModel model, Matrix rows)
    {
        int[] found = new int[rows.Rows];
        model.Predict(rows, found, 2);
        Expect(model, rows, found);
        if (model is LinearNaiveBayesModel or SgdClassificationModel)
        {
            model.Predict(SparseMatrix.From(rows), found, 2);
            Expect(model, rows, found);
        }
    }

    private static void Expect(IClassificationModel model, Matrix rows, int[] found)
    {
        double[] probabilities = new double[model.Classes.Count];
        for (int row = 0; row < rows.Rows; row++)
        {
            model.PredictProbability(rows.Row(row), probabilities);
            Assert.Equal(BatchPrediction.MostProbable(probabilities), found[row]);
        }
    }

    private static Matrix Rows(int scores)
    {
        var random = new RandomStream(5);
        var rows = new Matrix(4000, scores);
        for (int row = 0; row < rows.Rows; row++)
        {
            double level = (row % 3) switch { 0 => 0, 1 => random.NextGaussian(), _ => 20 * random.NextGaussian() };
            int used = row % 2 == 0 ? 10 : Steps.Length;
            for (int j = 0; j < scores; j++)
            {
                rows[row, j] = level + Steps[random.NextInt(used)];
            }
        }

        return rows;
    }

    private static FeatureSchema Schema(int features) => new([.. Enumerable.Range(0, features).Select(j => new Feature($"x{j}"))]);

    private static string[] Labels(int classes) => [.. Enumerable.Range(0, classes).Select(label => $"c{label}")];
}
