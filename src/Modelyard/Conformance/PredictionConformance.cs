using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Conformance;

/// <summary>Checks what a model promises when it predicts.</summary>
internal static class PredictionConformance
{
    private const int Threads = 4, Rounds = 4;

    internal static void SingleRowIsBatchRow(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 150), other = SampleData.For(learner, 37, stream: 1);
        Probe probe = Probe.Fit(learner, data, FitContext.Default);
        foreach (Matrix rows in new[] { data.Features, other.Features, other.Features.RowRange(0, 1), other.Features.RowRange(0, 0) })
        {
            double[] singly = probe.Singly(rows);
            Expect.Same(singly, probe.Batch(rows), 1e-12, $"a batch of '{rows.Rows}' rows against its rows one by one");
            Expect.Same(probe.Batch(rows), probe.Batch(rows, 3), 0, $"a batch of '{rows.Rows}' rows on '3' threads");
            if (probe.Model is IClassificationModel classifier)
            {
                CheckClasses(classifier, rows, singly);
            }
        }
    }

    /// <summary>Checks that no class is more probable than the one that a batch predicts; beyond rounding, it is also the one that the row alone gets.</summary>
    private static void CheckClasses(IClassificationModel model, Matrix rows, ReadOnlySpan<double> probabilities)
    {
        int width = model.Classes.Count;
        int[] classes = new int[rows.Rows], onThreads = new int[rows.Rows];
        model.Predict(rows, classes);
        model.Predict(rows, onThreads, 3);
        Expect.That(classes.AsSpan().SequenceEqual(onThreads), $"the classes of a batch of '{rows.Rows}' rows must be the same on '3' threads.");
        for (int row = 0; row < classes.Length; row++)
        {
            Expect.That((uint)classes[row] < (uint)width, $"the class of row '{row}' in a batch is '{classes[row]}' and must be from 0 to '{width - 1}'.");
            double chosen = probabilities[(row * width) + classes[row]], alone = probabilities[(row * width) + model.Predict(rows.Row(row))];
            Expect.That(Math.Abs(chosen - alone) <= 1e-12, $"the class of row '{row}' has the probability '{chosen:R}' in a batch and '{alone:R}' alone.");
        }
    }

    internal static void ConcurrentIsSequential(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 150);
        Probe probe = Probe.Fit(learner, data, FitContext.Default);
        double[] expected = probe.Singly(data.Features);
        var faults = new Exception?[Threads];
        using var start = new Barrier(Threads);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            faults[number] = Compare(probe, data.Features, expected, number * data.RowCount / Threads);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        if (Array.Find(faults, fault => fault is not null) is { } fault)
        {
            throw new ConformanceException($"predictions from '{Threads}' threads at once: {fault.Message}", fault);
        }
    }

    /// <summary>Predicts the rows several times, from one row on and round, so that threads are at different rows; a thread must not throw.</summary>
    private static Exception? Compare(Probe probe, Matrix rows, double[] expected, int first)
    {
        try
        {
            double[] result = new double[probe.Width];
            for (int i = 0; i < Rounds * rows.Rows; i++)
            {
                int row = (first + i) % rows.Rows;
                probe.Predict(rows.Row(row), result);
                Expect.Same(expected.AsSpan(row * probe.Width, probe.Width), result, 0, $"row '{row}'");
            }

            return null;
        }
        catch (Exception fault)
        {
            return fault;
        }
    }

    internal static void NoAllocation(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 150);
        Probe probe = Probe.Fit(learner, data, FitContext.Default);
        double[] row = data.Features.Row(0).ToArray();
        double[] result = new double[probe.Width];

        // The first calls are let off: they compile, and fill the pools that later ones take from.
        long least = long.MaxValue;
        for (int round = 0; round < 5 && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 200; i++)
            {
                probe.Predict(row, result);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Expect.That(least == 0, $"'200' predictions of single rows allocated '{least}' bytes and must allocate none.");
    }

    internal static void ProbabilitiesSumToOne(ILearner learner)
    {
        foreach (int classes in new[] { 2, 3 })
        {
            Dataset data = SampleData.For(learner, 150, classes);
            CheckProbabilities(Probe.Fit(learner, data, FitContext.Default), Stretch(data), $"'{classes}' classes");
        }
    }

    internal static void PredictionsAreFinite(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 150);
        Expect.Finite(Probe.Fit(learner, data, FitContext.Default).Singly(Stretch(data)), "predictions far from the training rows");
    }

    internal static void WrongShapesAreRefused(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 60);
        Probe probe = Probe.Fit(learner, data, FitContext.Default);
        int features = data.FeatureCount;
        foreach (int length in new[] { 0, features - 1, features + 1 })
        {
            ExpectArgumentFault($"a row of '{length}' features where the model reads '{features}'", () => probe.Predict(new double[length], new double[probe.Width]));
            ExpectArgumentFault($"a matrix of '{length}' features where the model reads '{features}'", () => probe.Batch(new Matrix(3, length)));
        }

        if (probe.Model is IClassificationModel classifier)
        {
            ExpectArgumentFault("a result that is too short", () => probe.Predict(data.Features.Row(0), new double[probe.Width - 1]));
            ExpectArgumentFault("a result with too few rows", () => classifier.PredictProbability(data.Features, new Matrix(2, probe.Width)));
            ExpectArgumentFault("classes for too few rows", () => classifier.Predict(data.Features, new int[2]));
            ExpectArgumentFault("a matrix of too many features for classes", () => classifier.Predict(new Matrix(3, features + 1), new int[3]));
        }
        else if (probe.Model is IRegressionModel regressor)
        {
            ExpectArgumentFault("a result with too few rows", () => regressor.Predict(data.Features, new double[2]));
        }
    }

    internal static void CheckProbabilities(Probe probe, Matrix rows, string what)
    {
        double[] results = probe.Singly(rows);
        Expect.Finite(results, $"the probabilities of {what}");
        for (int row = 0; row < rows.Rows; row++)
        {
            double sum = 0;
            foreach (double probability in results.AsSpan(row * probe.Width, probe.Width))
            {
                Expect.That(probability is >= 0 and <= 1, $"a probability of {what} is '{probability:R}' in row '{row}' and must be from 0 to 1.");
                sum += probability;
            }

            Expect.That(Math.Abs(sum - 1) < 1e-9, $"the probabilities of {what} sum to '{sum:R}' in row '{row}' and must sum to 1.");
        }
    }

    /// <summary>Takes the numbers of a data set far out, and leaves codes and times as they are.</summary>
    private static Matrix Stretch(Dataset data)
    {
        Matrix rows = data.Features.Copy();
        for (int row = 0; row < rows.Rows; row += 2)
        {
            for (int column = 0; column < rows.Columns; column++)
            {
                rows[row, column] *= data.Schema[column].Kind == FeatureKind.Numeric ? 1e3 : 1;
            }
        }

        return rows;
    }

    private static void ExpectArgumentFault(string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is ArgumentException or ModelyardException)
        {
            return;
        }
        catch (Exception exception)
        {
            throw new ConformanceException($"{what} must be refused with an ArgumentException and gave a '{exception.GetType().Name}'.", exception);
        }

        throw new ConformanceException($"{what} was accepted and must be refused.");
    }
}
