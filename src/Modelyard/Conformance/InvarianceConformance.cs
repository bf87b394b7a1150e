using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Conformance;

/// <summary>Checks what must not matter, and what weights must mean.</summary>
internal static class InvarianceConformance
{
    private const double Rounding = 1e-5;

    internal static void RowOrder(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 150);
        int[] order = new RandomStream(5).Permutation(150);
        Expect.Same(
            Probe.Fit(learner, data, FitContext.Default).Singly(data.Features),
            Probe.Fit(learner, data.Rows(order), FitContext.Default).Singly(data.Features),
            Rounding,
            "a fit on the same rows in another order");
    }

    internal static void ClassNames(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 120);
        Dataset renamed = Dataset.ForClassification(data.Features, data.Labels.ToArray(), ["zebra", "", "class 0\n"], data.Schema);
        Expect.Same(
            Probe.Fit(learner, data, FitContext.Default).Singly(data.Features),
            Probe.Fit(learner, renamed, FitContext.Default).Singly(data.Features),
            0,
            "a fit on the same classes under other names");
    }

    internal static void Weights(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 120);
        double[] ones = [.. Enumerable.Repeat(1.0, 120)];
        if (!learner.Traits.Weights)
        {
            Expect.Refusal(() => Probe.Fit(learner, data.WithWeights(ones), FitContext.Default), "weights, which the learner says it does not support", learner.GetType().Name);
            return;
        }

        Expect.Same(
            Probe.Fit(learner, data, FitContext.Default).Singly(data.Features),
            Probe.Fit(learner, data.WithWeights(ones), FitContext.Default).Singly(data.Features),
            Rounding,
            "a fit in which every row weighs 1 against one without weights");
        Probe uneven = Probe.Fit(learner, data.WithWeights([.. Enumerable.Range(0, 120).Select(row => row % 7 * 0.37)]), FitContext.Default);
        Expect.Finite(uneven.Singly(data.Features), "a fit with uneven weights");
    }

    internal static void WeightTwoIsTwice(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 120);
        double[] weights = [.. Enumerable.Range(0, 120).Select(row => row % 3 == 0 ? 2.0 : 1)];
        int[] repeated = [.. Enumerable.Range(0, 120), .. Enumerable.Range(0, 120).Where(row => row % 3 == 0)];
        Expect.Same(
            Probe.Fit(learner, data.Rows(repeated), FitContext.Default).Singly(data.Features),
            Probe.Fit(learner, data.WithWeights(weights), FitContext.Default).Singly(data.Features),
            Rounding,
            "a fit with rows of weight 2 against one with the rows twice");
    }

    internal static void WeightZeroIsAbsent(ILearner learner)
    {
        Dataset data = SampleData.For(learner, 120);
        double[] weights = [.. Enumerable.Range(0, 120).Select(row => row % 4 == 0 ? 0.0 : 1)];
        int[] kept = [.. Enumerable.Range(0, 120).Where(row => row % 4 != 0)];
        Expect.Same(
            Probe.Fit(learner, data.Rows(kept), FitContext.Default).Singly(data.Features),
            Probe.Fit(learner, data.WithWeights(weights), FitContext.Default).Singly(data.Features),
            Rounding,
            "a fit with rows of weight 0 against one without the rows");
    }
}
