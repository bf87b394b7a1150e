using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Fits monotonic curves, one a feature.</summary>
internal static class IsotonicFit
{
    internal static IsotonicModel Fit(Dataset data, FitContext context, IsotonicRegression settings)
    {
        double[] target = data.Target.ToArray();
        double[] weights = data.HasWeights ? data.Weights.ToArray() : [.. Enumerable.Repeat(1.0, target.Length)];
        var features = new IsotonicFeature[data.FeatureCount];
        ParallelLoop.For(
            features.Length,
            context.Parallelism,
            feature =>
            {
                double[] values = new double[data.RowCount];
                data.Features.CopyColumnTo(feature, values);
                features[feature] = new IsotonicFeature(values, weights, context.Checkpoint);
            },
            context.Cancellation);
        bool[] rising = Directions(features, target, weights, settings.Direction, context);
        if (features.Length == 1)
        {
            features[0].Learn(target, weights, rising[0]);
            context.Report(1, 1);
            return new IsotonicModel(data.Schema, 0, [features[0].ToCurve()]);
        }

        double intercept = FitByTurns(features, target, weights, rising, context, settings);
        return new IsotonicModel(data.Schema, intercept, Array.ConvertAll(features, feature =>
        {
            context.Cancellation.ThrowIfCancellationRequested();
            return feature.ToCurve();
        }));
    }

    private static bool[] Directions(IsotonicFeature[] features, double[] target, double[] weights, MonotonicDirection direction, FitContext context)
    {
        if (direction != MonotonicDirection.Auto)
        {
            return [.. features.Select(_ => direction == MonotonicDirection.Increasing)];
        }

        double[] ranks = new IsotonicFeature(target, weights, context.Checkpoint).Ranks(target.Length);
        return Array.ConvertAll(features, feature =>
        {
            context.Checkpoint();
            return feature.Rises(ranks, weights);
        });
    }

    private static double FitByTurns(IsotonicFeature[] features, double[] target, double[] weights, bool[] rising, FitContext context, IsotonicRegression settings)
    {
        double total = VectorKernels.Sum(weights), mean = VectorKernels.Dot(weights, target) / total, squares = 0;
        double[] left = new double[target.Length];
        for (int row = 0; row < left.Length; row++)
        {
            left[row] = target[row] - mean;
            squares += weights[row] * left[row] * left[row];
        }

        double enough = settings.Tolerance * Math.Sqrt(squares / total);
        for (int round = 0; round < settings.MaxIterations; round++)
        {
            double change = 0;
            for (int feature = 0; feature < features.Length; feature++)
            {
                if (context.ShouldStop())
                {
                    context.Warn($"The time budget ended '{nameof(IsotonicRegression)}' before it converged; the curves are those found so far.");
                    return mean;
                }

                double[] before = features[feature].Heights.ToArray();
                features[feature].AddTo(left, 1);
                context.Cancellation.ThrowIfCancellationRequested();
                features[feature].Learn(left, weights, rising[feature]);
                context.Cancellation.ThrowIfCancellationRequested();
                features[feature].Centre();
                features[feature].AddTo(left, -1);
                ReadOnlySpan<double> after = features[feature].Heights;
                for (int place = 0; place < before.Length; place++)
                {
                    change = Math.Max(change, Math.Abs(after[place] - before[place]));
                }
            }

            context.Report(round + 1, settings.MaxIterations);
            if (change <= enough)
            {
                return mean;
            }
        }

        context.Warn($"'{nameof(IsotonicRegression)}' did not converge in '{settings.MaxIterations}' rounds. Raise MaxIterations or Tolerance, or take fewer features.");
        return mean;
    }
}
