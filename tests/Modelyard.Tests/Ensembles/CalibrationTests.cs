using System.Text.Json;
using Modelyard.Bayes;
using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Ensembles;

public sealed class CalibrationTests
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("calibration"))).RootElement;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Root.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Curves_agree_with_scikit_learn_statsmodels_and_scipy(int number)
    {
        JsonElement one = Root.GetProperty("cases")[number];
        CalibrationMethod method = Enum.Parse<CalibrationMethod>(one.GetProperty("method").GetString()!);
        double[] scores = one.TryGetProperty("probabilities", out _) ? Numbers(one, "probabilities") : Numbers(Root, method == CalibrationMethod.Sigmoid ? "scores" : "probabilities");
        int[] labels = Array.ConvertAll(Numbers(Root, "labels"), label => (int)label);
        double[] weights = one.GetProperty("weighted").GetBoolean() ? Numbers(Root, "weights") : [.. Enumerable.Repeat(1.0, labels.Length)];
        double[] asked = Numbers(Root, method == CalibrationMethod.Sigmoid ? "asked" : "askedProbabilities");
        asked = method == CalibrationMethod.Temperature ? asked[1..^1] : asked;
        double[] expected = Numbers(one, "expected");
        var calibration = ClassCalibration.Learn(method, TwoColumns(scores), labels, weights, FitContext.Default);
        for (int i = 0; i < asked.Length; i++)
        {
            double[] row = [1 - asked[i], asked[i]];
            calibration.Apply(row, [0, 1]);
            Assert.Equal(expected[i], row[1], 1e-6);
            Assert.Equal(1, row.Sum(), 1e-12);
        }
    }

    [Theory]
    [InlineData(CalibrationMethod.Sigmoid, 2)]
    [InlineData(CalibrationMethod.Isotonic, 2)]
    [InlineData(CalibrationMethod.Beta, 2)]
    [InlineData(CalibrationMethod.Temperature, 2)]
    [InlineData(CalibrationMethod.Sigmoid, 3)]
    [InlineData(CalibrationMethod.Isotonic, 3)]
    [InlineData(CalibrationMethod.Beta, 3)]
    [InlineData(CalibrationMethod.Temperature, 3)]
    public void Probabilities_that_are_too_sure_become_those_that_occur(CalibrationMethod method, int classes)
    {
        // Naive Bayes takes each copy of a feature for new evidence.
        Dataset train = Copies(2000, classes, 1), test = Copies(4000, classes, 2);
        double plain = Error(new GaussianNaiveBayes(), train, test);
        foreach (bool ensemble in new[] { true, false })
        {
            double calibrated = Error(new CalibratedClassifier { Method = method, Ensemble = ensemble }, train, test);
            Assert.True(calibrated < 0.4 * plain && calibrated < 0.04, $"{method}, {classes} classes, ensemble {ensemble}: {calibrated} against {plain}");
        }
    }

    [Fact]
    public void An_ensemble_has_a_model_for_each_fold_and_otherwise_there_is_one_of_all_rows()
    {
        Dataset data = Copies(300, 3, 4);
        Assert.Equal(4, new CalibratedClassifier { Folds = 4 }.Fit(data).Members.Count);
        CalibratedClassificationModel single = new CalibratedClassifier { Folds = 4, Ensemble = false, Estimator = new LogisticRegression() }.Fit(data);
        LogisticModel alone = new LogisticRegression().Fit(data);
        Assert.Equal(alone.Coefficients.AsSpan().ToArray(), ((LogisticModel)Assert.Single(single.Members)).Coefficients.AsSpan().ToArray());
    }

    [Fact]
    public void Each_row_is_dealt_into_one_fold_with_even_classes_and_whole_groups()
    {
        Dataset data = Copies(301, 3, 5);
        int[] fold = FoldAssignment.Of(data, 5, new FitContext { Seed = 3 });
        for (int k = 0; k < 3; k++)
        {
            int[] counts = [.. Enumerable.Range(0, 5).Select(f => Enumerable.Range(0, 301).Count(row => fold[row] == f && data.Labels[row] == k))];
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        }

        int[] groups = [.. Enumerable.Range(0, 301).Select(row => row / 7)];
        fold = FoldAssignment.Of(data.WithGroups(groups), 5, new FitContext { Seed = 3 });
        Assert.All(Enumerable.Range(0, 301), row => Assert.Equal(fold[groups[row] * 7], fold[row]));
    }

    private static double Error(IEstimator estimator, Dataset train, Dataset test) =>
        MetricCatalogue.Find("ece", TaskKind.Classification).Score(Predictions.Of(estimator.FitModel(train, FitContext.Default), test, 1));

    private static Dataset Copies(int rows, int classes, ulong stream)
    {
        var random = new RandomStream(20, stream);
        var features = new Matrix(rows, 8);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            labels[row] = random.NextInt(classes);
            double one = labels[row] + random.NextGaussian(), two = (labels[row] == 1 ? 1 : 0) + random.NextGaussian();
            for (int column = 0; column < 8; column++)
            {
                features[row, column] = (column % 2 == 0 ? one : two) + (0.1 * random.NextGaussian());
            }
        }

        return Dataset.ForClassification(features, labels, [.. Enumerable.Range(0, classes).Select(k => $"c{k}")]);
    }

    private static Matrix TwoColumns(double[] second)
    {
        var matrix = new Matrix(second.Length, 2);
        for (int row = 0; row < second.Length; row++)
        {
            (matrix[row, 0], matrix[row, 1]) = (1 - second[row], second[row]);
        }

        return matrix;
    }

    private static double[] Numbers(JsonElement of, string name) => [.. of.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];
}
