using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Conformance;

/// <summary>Checks what a fit promises whatever the data: the same model again, for any number of threads, and nothing else changed.</summary>
internal static class FitConformance
{
    private const int ManyRows = 1500;

    internal static void SameSeedSameModel(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 200);
        var context = new FitContext { Seed = 42, Parallelism = 1 };
        Expect.Same(Probe.Fit(learner, data, context).Singly(data.Features), Probe.Fit(learner, data, context).Singly(data.Features), 0, "a second fit with the same seed");
    }

    internal static void AnyNumberOfThreads(ILearner learner)
    {
        Dataset data = SampleData.For(learner, ManyRows);
        double[] one = Probe.Fit(learner, data, new FitContext { Seed = 42, Parallelism = 1 }).Singly(data.Features);
        for (int degree = 2; degree <= 4; degree++)
        {
            Probe other = Probe.Fit(learner, data, new FitContext { Seed = 42, Parallelism = degree });
            Expect.Same(one, other.Singly(data.Features), 0, $"a fit on '{degree}' threads");
        }
    }

    internal static void InputUnchanged(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 100);
        data = learner.Traits.Weights ? data.WithWeights([.. Enumerable.Range(0, 100).Select(row => 1 + (row % 3))]) : data;
        Matrix features = data.Features.Copy();
        double[] weights = data.Weights.ToArray();
        double[] target = data.Task == TaskKind.Regression ? data.Target.ToArray() : Array.ConvertAll(data.Labels.ToArray(), label => (double)label);
        Probe probe = Probe.Fit(learner, data, FitContext.Default);
        probe.Batch(data.Features);
        Expect.Same(features.AsSpan(), data.Features.Copy().AsSpan(), 0, "the features after a fit");
        Expect.Same(weights, data.Weights, 0, "the weights after a fit");
        Expect.Same(target, data.Task == TaskKind.Regression ? data.Target : Array.ConvertAll(data.Labels.ToArray(), label => (double)label), 0, "the target after a fit");
    }

    internal static void LaterFitsChangeNothing(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 120), other = SampleData.For(learner, 90, stream: 1);
        Probe probe = Probe.Fit(learner, data, FitContext.Default);
        double[] before = probe.Singly(data.Features);
        Probe.Fit(learner, other, new FitContext { Seed = 7 }).Batch(other.Features);
        Expect.Same(before, probe.Singly(data.Features), 0, "a model after another fit of the same learner");
    }

    internal static void CancelledBefore(ILearner learner)
    {
        var context = new FitContext { Cancellation = new CancellationToken(canceled: true) };
        Expect.Promptly(2, "a fit that was cancelled before it began", () => ExpectCancelled(learner, SampleData.For(learner, 200), context, mustThrow: true));
    }

    internal static void CancelledDuring(ILearner learner)
    {
        Dataset data = SampleData.For(learner, ManyRows);
        foreach (int milliseconds in new[] { 1, 10 })
        {
            Expect.Promptly(3, $"a fit that was cancelled after '{milliseconds}' ms", () =>
            {
                using var source = new CancellationTokenSource(milliseconds);
                ExpectCancelled(learner, data, new FitContext { Cancellation = source.Token }, mustThrow: false);
            });
        }
    }

    internal static void TinyBudget(ILearner learner)
    {
        Dataset data = SampleData.For(learner, ManyRows);
        Expect.Promptly(3, "a fit with next to no time", () =>
        {
            try
            {
                Expect.Finite(Probe.Fit(learner, data, new FitContext { Budget = TimeSpan.FromTicks(1) }).Singly(data.Features.RowRange(0, 20)), "the model of a fit with next to no time");
            }
            catch (FitBudgetException)
            {
                // No model in time is an answer that the contract allows.
            }
        });
    }

    internal static void ReloadedIsTheSame(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 150);
        Probe probe = Probe.Fit(learner, data, FitContext.Default);
        var again = new Probe(ModelReload.Run(probe.Model));
        Expect.That(again.Model.GetType() == probe.Model.GetType(), $"the model read back is a '{again.Model.GetType().Name}' and must be a '{probe.Model.GetType().Name}'.");
        Expect.That(again.Model.Features.SequenceEqual(probe.Model.Features), "the model read back must read the same features.");
        Expect.Same(probe.Singly(data.Features), again.Singly(data.Features), 0, "the model read back");
    }

    private static void ExpectCancelled(ILearner learner, Dataset data, FitContext context, bool mustThrow)
    {
        try
        {
            Probe.Fit(learner, data, context);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        Expect.That(!mustThrow, "a fit that was cancelled before it began must end with an OperationCanceledException and returned a model.");
    }
}
