using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Conformance;

/// <summary>Checks odd data: it is learned from, or refused in words that name what is wrong.</summary>
internal static class DataConformance
{
    private const double SparseRounding = 1e-5;

    internal static void ConstantColumn(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 80);
        FitsOrRefuses(learner, SampleData.WithNumeric(data, 3, (row, column) => column == 1 ? 7 : data.Features[row, column]), "a constant column", mayRefuse: false);
        FitsOrRefuses(learner, SampleData.WithNumeric(data, 2, (_, column) => column), "nothing but constant columns", mayRefuse: false);
    }

    internal static void DuplicatedColumn(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 80);
        FitsOrRefuses(learner, SampleData.WithNumeric(data, 4, (row, column) => data.Features[row, column == 3 ? 0 : column]), "the same column twice", mayRefuse: false);
    }

    internal static void SingleColumn(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 80);
        FitsOrRefuses(learner, SampleData.WithNumeric(data, 1, (row, _) => data.Features[row, 0]), "a single column", mayRefuse: false);
    }

    internal static void MoreColumnsThanRows(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 20, 2);
        var random = new RandomStream(8);
        double[] values = [.. Enumerable.Range(0, 20 * 50).Select(_ => learner.Traits.NonNegative ? SampleData.Count(random.NextGaussian()) : random.NextGaussian())];
        FitsOrRefuses(learner, SampleData.WithNumeric(data, 50, (row, column) => values[(row * 50) + column]), "more columns than rows", mayRefuse: false);
    }

    internal static void FewRows(ILearner learner)
    {
        FitsOrRefuses(learner, SampleData.For(learner, 1, 2), "a single row", mayRefuse: true);
        FitsOrRefuses(learner, SampleData.For(learner, 2, 2), "two rows", mayRefuse: true);
        FitsOrRefuses(learner, SampleData.For(learner, 40).Rows([.. Enumerable.Repeat(0, 30)]), "the same row thirty times", mayRefuse: true);
    }

    internal static void NoRows(ILearner learner) =>
        Expect.Refusal(() => Probe.Fit(learner, SampleData.For(learner, 5, 2).Rows([]), FitContext.Default), "no rows", learner.GetType().Name);

    internal static void MissingValues(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 120);
        Matrix features = data.Features.Copy();
        for (int row = 0; row < features.Rows; row += 5)
        {
            features[row, (row / 5) % features.Columns] = double.NaN;
        }

        Dataset missing = data.WithFeatures(features, data.Schema);
        if (!learner.Traits.MissingValues)
        {
            Expect.Refusal(() => Probe.Fit(learner, missing, FitContext.Default), "a missing value, which the learner says it does not support", learner.GetType().Name, data.Schema[0].Name);
            return;
        }

        Probe probe = Probe.Fit(learner, missing, FitContext.Default);
        CheckResults(learner, probe, missing.Features, "missing values");
        Matrix none = features.RowRange(0, 1).Copy();
        none.AsSpan().Fill(double.NaN);
        CheckResults(learner, probe, none, "a row of nothing but missing values");
        CheckResults(learner, Probe.Fit(learner, data, FitContext.Default), missing.Features, "missing values in a feature that had none in training");
    }

    internal static void SparseFeatures(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 150);
        Dataset dense = SampleData.WithNumeric(data, 12, (row, column) => (row + (column * column)) % 4 == 0 ? Math.Abs(data.Features[row, column % 3]) : 0);
        var rows = SparseMatrix.From(dense.Features);
        Dataset sparse = data.WithFeatures(rows, dense.Schema);
        if (!learner.Traits.Sparse)
        {
            Expect.Refusal(() => Probe.Fit(learner, sparse, FitContext.Default), "sparse features, which the learner says it does not support", learner.GetType().Name);
            return;
        }

        double[] expected = Probe.Fit(learner, dense, FitContext.Default).Singly(dense.Features);
        Probe probe = Probe.Fit(learner, sparse, FitContext.Default);
        Expect.Same(expected, probe.Singly(dense.Features), SparseRounding, "a fit on the same features stored sparsely");
        Expect.Same(expected, probe.Batch(rows), SparseRounding, "predictions of sparse rows");
        Expect.Same(probe.Batch(rows), probe.Batch(rows, 3), 0, "predictions of sparse rows on several threads");
    }

    internal static void Infinity(ILearner learner)
    {
        foreach (double infinity in new[] { double.PositiveInfinity, double.NegativeInfinity })
        {
            Dataset data = SampleData.For(learner, 60);
            Matrix features = data.Features.Copy();
            features[17, 1] = infinity;
            Expect.Refusal(() => Probe.Fit(learner, data.WithFeatures(features, data.Schema), FitContext.Default), $"the value '{infinity}'", data.Schema[1].Name, "data row 18");
        }
    }

    internal static void UnknownLevel(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 120);
        Probe probe = Probe.Fit(learner, data, FitContext.Default);
        Matrix rows = data.Features.RowRange(0, 10).Copy();
        for (int column = 0; column < rows.Columns; column++)
        {
            rows[3, column] = data.Schema[column].IsCategorical ? -1 : rows[3, column];
        }

        CheckResults(learner, probe, rows, "a level that is not in the list");
    }

    internal static void WrongTask(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 30, 2);
        Dataset other = SampleData.IsRegression(learner)
            ? Dataset.ForClassification(data.Features, [.. Enumerable.Range(0, 30).Select(row => row % 2)], SampleData.ClassNames(2), data.Schema)
            : Dataset.ForRegression(data.Features, new double[30], data.Schema);
        Expect.Refusal(() => Probe.Fit(learner, other, FitContext.Default), "a target of the other task", learner.GetType().Name);
    }

    internal static void OneClass(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 30, 2);
        Dataset one = Dataset.ForClassification(data.Features, new int[30], ["only"], data.Schema);
        Expect.Refusal(() => Probe.Fit(learner, one, FitContext.Default), "a target of one class", "only");
    }

    internal static void ConstantTarget(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 60);
        double constant = SampleData.InRange(learner, 3.25);
        Probe probe = Probe.Fit(learner, Dataset.ForRegression(data.Features, [.. Enumerable.Repeat(constant, 60)], data.Schema), FitContext.Default);
        foreach (double predicted in probe.Singly(data.Features))
        {
            Expect.That(Math.Abs(predicted - constant) < 1e-6, $"a constant target of '{constant:R}' was predicted as '{predicted:R}'.");
        }
    }

    internal static void ManyClasses(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 300, 40);
        PredictionConformance.CheckProbabilities(Probe.Fit(learner, data, FitContext.Default), data.Features, "'40' classes");
    }

    internal static void AbsentClass(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 90);
        Dataset absent = Dataset.ForClassification(data.Features, data.Labels.ToArray(), ["class0", "class1", "class2", "never", "not once"], data.Schema);
        PredictionConformance.CheckProbabilities(Probe.Fit(learner, absent, FitContext.Default), data.Features, "classes that do not occur in training");
        Dataset single = Dataset.ForClassification(data.Features, [.. Enumerable.Repeat(1, 90)], ["class0", "class1"], data.Schema);
        try
        {
            PredictionConformance.CheckProbabilities(Probe.Fit(learner, single, FitContext.Default), data.Features, "two classes of which one does not occur");
        }
        catch (ModelyardException)
        {
            // To learn from a single class may be refused.
        }
    }

    internal static void RareClass(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 90, 2);
        int[] labels = data.Labels.ToArray();
        labels[44] = 2;
        Dataset rare = Dataset.ForClassification(data.Features, labels, SampleData.ClassNames(3), data.Schema);
        PredictionConformance.CheckProbabilities(Probe.Fit(learner, rare, FitContext.Default), data.Features, "a class of one row");
    }

    private static void FitsOrRefuses(ILearner learner, Dataset data, string what, bool mayRefuse)
    {
        Probe probe;
        try
        {
            probe = Probe.Fit(learner, data, FitContext.Default);
        }
        catch (ModelyardException) when (mayRefuse)
        {
            return;
        }

        CheckResults(learner, probe, data.Features, what);
    }

    /// <summary>Predictions are finite; what a transformer leaves missing may stay so.</summary>
    private static void CheckResults(ILearner learner, Probe probe, Matrix rows, string what)
    {
        double[] results = probe.Singly(rows);
        if (learner is ITransformer)
        {
            Expect.That(!results.Any(double.IsInfinity), $"{what}: a transformed number is infinite.");
        }
        else if (probe.Model is IClassificationModel)
        {
            PredictionConformance.CheckProbabilities(probe, rows, what);
        }
        else
        {
            Expect.Finite(results, what);
        }
    }
}
