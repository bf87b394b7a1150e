using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Tests.Linear;

public sealed class LogisticStreamTests
{
    [Theory]
    [InlineData(2, LogisticPenalty.L2)]
    [InlineData(3, LogisticPenalty.L2)]
    [InlineData(2, LogisticPenalty.None)]
    [InlineData(3, LogisticPenalty.L1)]
    public void A_stream_gives_the_model_of_all_rows(int classes, LogisticPenalty penalty)
    {
        Dataset data = Data(classes);
        foreach (ClassWeight weighting in Enum.GetValues<ClassWeight>())
        {
            var estimator = new LogisticRegression { Penalty = penalty, ClassWeight = weighting, Tolerance = 1e-10, MaxIterations = 5000 };
            Same(estimator.Fit(data), estimator.FitStream(new Chunks(data, 300), FitContext.Default), 1e-8);
        }
    }

    [Fact]
    public void A_stream_gives_the_model_of_all_rows_after_few_steps_too()
    {
        var estimator = new LogisticRegression { MaxIterations = 9 };
        Dataset data = Data(3);
        Same(estimator.Fit(data), estimator.FitStream(new Chunks(data, 300), FitContext.Default), 1e-9);
    }

    [Fact]
    public void A_stream_of_sparse_chunks_gives_the_model_of_all_rows()
    {
        var estimator = new LogisticRegression { Tolerance = 1e-10, MaxIterations = 1000 };
        Dataset data = SparseLinearTests.Words(estimator, rows: 900, columns: 1200, perRow: 10);
        Same(estimator.Fit(data), estimator.FitStream(new Chunks(data, 250), FitContext.Default), 1e-8);
    }

    [Fact]
    public void A_class_that_no_chunk_holds_gets_no_probability()
    {
        Dataset data = Data(2);
        Dataset three = Dataset.ForClassification(data.Features, data.Labels.ToArray(), ["a", "b", "never"]);
        var model = (LogisticModel)new LogisticRegression().FitStream(new Chunks(three, 300), FitContext.Default);
        double[] probabilities = new double[3];
        model.PredictProbability(data.Features.Row(0), probabilities);
        Assert.Equal(0, probabilities[2]);
    }

    [Fact]
    public void Separable_classes_of_a_stream_are_called_so()
    {
        var features = new Matrix(400, 1);
        for (int row = 0; row < 400; row++)
        {
            features[row, 0] = row % 2 == 0 ? -1 - row : 1 + row;
        }

        var warnings = new List<string>();
        Dataset data = Dataset.ForClassification(features, [.. Enumerable.Range(0, 400).Select(row => row % 2)], ["a", "b"]);
        new LogisticRegression { Penalty = LogisticPenalty.None }.FitStream(new Chunks(data, 130), new FitContext { Warning = warnings.Add });
        Assert.Contains("separable", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Time_that_ends_amid_a_pass_leaves_the_model_of_the_last_step()
    {
        Dataset data = Data(2);
        var stream = new Chunks(data, 100);
        var context = new FitContext { Budget = TimeSpan.FromMilliseconds(400), Warning = warning => Assert.Contains("time budget", warning, StringComparison.Ordinal) };
        stream.BeforeChunk = () => Thread.Sleep(stream.Passes > 4 && !context.OutOfTime ? 50 : 0);
        var model = (LogisticModel)new LogisticRegression { Tolerance = 0, MaxIterations = 1_000_000 }.FitStream(stream, context);
        Assert.All(model.Coefficients.AsSpan().ToArray(), coefficient => Assert.True(double.IsFinite(coefficient)));
        Assert.Contains(model.Coefficients.AsSpan().ToArray(), coefficient => coefficient != 0);
    }

    private static void Same(LogisticModel expected, IPredictiveModel actual, double tolerance)
    {
        var model = (LogisticModel)actual;
        LearnedOracle.Near(expected.Coefficients.AsSpan(), model.Coefficients.AsSpan(), tolerance, "coefficient");
        LearnedOracle.Near(expected.Intercepts, model.Intercepts, tolerance, "intercept");
        LearnedOracle.Near(expected.FeatureImportances, model.FeatureImportances, 1e-6, "importance");
    }

    private static Dataset Data(int classes)
    {
        var random = new RandomStream(3);
        var features = new Matrix(1000, 4);
        int[] labels = new int[1000];
        for (int row = 0; row < 1000; row++)
        {
            labels[row] = row % 7 == 0 ? 0 : random.NextInt(classes);
            for (int j = 0; j < 4; j++)
            {
                features[row, j] = (random.NextGaussian() * (1 + (10 * j))) + (labels[row] * (j % 2));
            }
        }

        return Dataset.ForClassification(features, labels, [.. Enumerable.Range(0, classes).Select(k => $"c{k}")])
            .WithWeights([.. Enumerable.Range(0, 1000).Select(row => 0.5 + (row % 3))]);
    }

    private sealed class Chunks(Dataset data, int rows) : IDataStream
    {
        public DataShape Shape { get; } = DataShape.Of(data);

        public int Passes { get; private set; }

        public Action? BeforeChunk { get; set; }

        public IEnumerable<Dataset> Read(FitContext context)
        {
            Passes++;
            for (int first = 0; first < data.RowCount; first += rows)
            {
                BeforeChunk?.Invoke();
                yield return data.Rows([.. Enumerable.Range(first, Math.Min(rows, data.RowCount - first))]);
            }
        }
    }
}
