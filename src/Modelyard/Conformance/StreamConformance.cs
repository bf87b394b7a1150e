using Modelyard.Learning;

namespace Modelyard.Conformance;

/// <summary>Checks what a learner promises that takes its rows in chunks.</summary>
internal static class StreamConformance
{
    private const double Rounding = 1e-6;

    // Learners that depend on the order of the rows come to the same end by other ways: near it, on average.
    private const double Nearness = 0.2;

    internal static void StreamIsWhole(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 600);
        double[] whole = Probe.Fit(learner, data, FitContext.Default).Singly(data.Features);
        var stream = new ChunkStream(data, 170);
        double[] streamed = FitStream(learner, stream, FitContext.Default).Singly(data.Features);
        if (learner.Traits.DependsOnRowOrder)
        {
            Expect.Finite(streamed, "the model of a stream");
            double difference = 0, spread = 0, mean = whole.Average();
            for (int i = 0; i < whole.Length; i++)
            {
                difference += Math.Abs(whole[i] - streamed[i]);
                spread += Math.Abs(whole[i] - mean);
            }

            Expect.That(difference <= Nearness * spread, $"the model of a stream is off by '{difference / whole.Length:G3}' on average from that of all rows at once, whose predictions spread by '{spread / whole.Length:G3}'.");
        }
        else
        {
            Expect.Same(whole, streamed, Rounding, "the model of a stream against that of all rows at once");
        }

        Expect.Same(streamed, FitStream(learner, stream, FitContext.Default with { Parallelism = 3 }).Singly(data.Features), 0, "the model of a stream on other threads");
        Expect.That(stream.Passes > 0, "the stream must be read.");
    }

    internal static void StreamMayBeCancelled(ILearner learner)
    {
        var context = new FitContext { Cancellation = new CancellationToken(canceled: true) };
        try
        {
            FitStream(learner, new ChunkStream(SampleData.For(learner, 200), 60), context);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        throw new ConformanceException("a fit to a stream that was cancelled before it began must end with an OperationCanceledException and returned a model.");
    }

    internal static void ChunksMakeOneModel(IIncrementalEstimator estimator)
    {
        Dataset data = SampleData.For(estimator, 300);
        IIncrementalFit fit = estimator.Begin(DataShape.Of(data), FitContext.Default), again = estimator.Begin(DataShape.Of(data), FitContext.Default);
        long rows = 0;
        foreach (Dataset chunk in new ChunkStream(data, 80).Read(FitContext.Default))
        {
            fit.PartialFit(chunk);
            again.PartialFit(chunk);
            rows += chunk.RowCount;
            Expect.That(fit.RowCount == rows, $"after '{rows}' rows the fit says that it took in '{fit.RowCount}'.");
        }

        double[] predicted = new Probe(fit.ToModel()).Singly(data.Features);
        Expect.Finite(predicted, "the model of chunks");
        Expect.Same(predicted, new Probe(again.ToModel()).Singly(data.Features), 0, "the model of the same chunks again");
        if (!estimator.Traits.DependsOnRowOrder)
        {
            Expect.Same(Probe.Fit(estimator, data, FitContext.Default).Singly(data.Features), predicted, Rounding, "the model of chunks against that of all rows at once");
        }
    }

    internal static void ModelsStayAsTheyAre(IIncrementalEstimator estimator)
    {
        Dataset data = SampleData.For(estimator, 200), other = SampleData.For(estimator, 200, stream: 1);
        IIncrementalFit fit = estimator.Begin(DataShape.Of(data), FitContext.Default);
        fit.PartialFit(data);
        var probe = new Probe(fit.ToModel());
        double[] before = probe.Singly(data.Features);
        fit.PartialFit(other);
        Expect.Same(before, probe.Singly(data.Features), 0, "a model after its fit went on");
        Expect.That(!before.SequenceEqual(new Probe(fit.ToModel()).Singly(data.Features)), "the model of two chunks must differ from that of the first.");
    }

    internal static void RefusedChunksLeaveNothing(IIncrementalEstimator estimator)
    {
        Dataset data = SampleData.For(estimator, 200);
        IIncrementalFit fit = estimator.Begin(DataShape.Of(data), FitContext.Default);
        Expect.Refusal(() => fit.ToModel(), "a model before any row");
        fit.PartialFit(data);
        double[] before = new Probe(fit.ToModel()).Singly(data.Features);
        Dataset infinite = data.WithFeatures(data.Features.Copy(), data.Schema);
        infinite.Features[150, 1] = double.PositiveInfinity;
        Expect.Refusal(() => fit.PartialFit(infinite), "a chunk with an infinity", data.Schema[1].Name);
        Expect.Refusal(() => fit.PartialFit(SampleData.WithNumeric(data, data.FeatureCount + 1, (_, _) => 1)), "a chunk with another number of features");
        if (data.Task == TaskKind.Classification)
        {
            Expect.Refusal(() => fit.PartialFit(Dataset.ForClassification(data.Features, data.Labels.ToArray(), ["x", "y", "z"], data.Schema)), "a chunk with other classes");
        }

        Expect.That(fit.RowCount == data.RowCount, $"after refused chunks the fit says that it took in '{fit.RowCount}' rows and must say '{data.RowCount}'.");
        Expect.Same(before, new Probe(fit.ToModel()).Singly(data.Features), 0, "the model after refused chunks");
    }

    private static Probe FitStream(ILearner learner, IDataStream stream, FitContext context) => new(learner switch
    {
        IStreamingEstimator estimator => estimator.FitStream(stream, context),
        IStreamingTransformer transformer => transformer.FitStream(stream, context),
        _ => throw new ConformanceException($"The learner '{learner.GetType().Name}' must learn from streams."),
    });
}
