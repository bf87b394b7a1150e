using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Trees.Isolation;

/// <summary>Represents a forest of random splits that says how unusual a row is by how few splits it takes until the row is alone.</summary>
/// <remarks>
/// A tree sees a small sample of the rows and splits it at random, until rows are alone or the depth is log2 of the sample. The score is 2^(-E[h] / c(n)), where E[h] is the mean
/// number of splits of the row and c(n) that of a random tree of the sample's size: 0.5 is usual, near 1 is unusual. A target is not looked at.
/// Harmonic numbers in c(n) are exact; where <c>ln n + 0.5772</c> stands for them, as in the paper, scores differ by up to 0.01.
/// Sources: Liu, Ting and Zhou (2008), Isolation Forest, ICDM; for oblique splits Hariri, Carrasco Kind and Brunner (2019), Extended Isolation Forest, IEEE TKDE 33(4).
/// </remarks>
public sealed record IsolationForest : IAnomalyDetector<IsolationForestModel>
{
    private const int ScoredRows = 1 << 14;

    /// <summary>Gets the number of trees.</summary>
    [Hyperparameter(Meaning = "Number of trees.", Minimum = 1, Maximum = 100_000)]
    public int Trees { get; init; } = 100;

    /// <summary>Gets the greatest number of rows that a tree sees. Few are better than many: in a crowd, outliers hide one another.</summary>
    [Hyperparameter(Meaning = "Greatest number of rows that a tree sees.", Minimum = 2, Maximum = 1 << 24)]
    public int MaxSamples { get; init; } = 256;

    /// <summary>Gets the share of the features that a tree may split; at least one.</summary>
    [Hyperparameter(Meaning = "Share of the features that a tree may split.", Minimum = 0, MinimumExclusive = true, Maximum = 1)]
    public double MaxFeatureShare { get; init; } = 1;

    /// <summary>Gets the share of the training rows that count as anomalies; none sets the threshold to 0.5.</summary>
    [Hyperparameter(Meaning = "Share of the training rows that count as anomalies; none sets the threshold to 0.5.", Minimum = 0, MinimumExclusive = true, Maximum = 0.5)]
    public double? Contamination { get; init; }

    /// <summary>Gets how many features more than one a split cuts: 0 splits one feature, more split by planes that lie at any angle.</summary>
    [Hyperparameter(Meaning = "How many features more than one a split cuts; 0 for the forest of Liu and others.", Minimum = 0, Maximum = 10_000)]
    public int ExtensionLevel { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Weights = false, DependsOnRowOrder = true, WeightsCountAsRows = false };

    /// <inheritdoc/>
    public IsolationForestModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        Matrix rows = data.Features;
        int samples = Math.Min(MaxSamples, rows.Rows);
        int candidates = Math.Clamp((int)(MaxFeatureShare * rows.Columns), Math.Min(1, rows.Columns), rows.Columns);
        var trees = new IsolationTree?[Trees];
        int done = 0;
        ParallelLoop.For(
            Trees,
            context.Parallelism,
            tree =>
            {
                if (IsOver())
                {
                    return;
                }

                trees[tree] = IsolationGrower.Grow(rows, samples, candidates, ExtensionLevel + 1, context.Random((ulong)tree));
                context.Report(Interlocked.Increment(ref done), Trees);
            },
            context.Cancellation);
        IsolationTree[] grown = [.. trees.OfType<IsolationTree>()];
        if (grown.Length < Trees)
        {
            context.Warn($"The time budget ended after '{grown.Length}' of '{Trees}' trees; the forest has only those.");
        }

        var model = new IsolationForestModel(data.Schema, grown, samples, 0.5);
        return Contamination is { } share ? new IsolationForestModel(data.Schema, grown, samples, Limit(model, rows, share, context)) : model;

        // The forest makes do with the trees that it has, be it one; the first may use all the time.
        bool IsOver()
        {
            if (Volatile.Read(ref done) > 0)
            {
                return context.ShouldStop();
            }

            context.Checkpoint();
            return false;
        }
    }

    /// <summary>Finds the score that the share of the rows exceeds, between two scores by a straight line.</summary>
    private static double Limit(IsolationForestModel model, Matrix rows, double share, FitContext context)
    {
        double[] scores = new double[rows.Rows];
        int scored = 0;
        while (scored < scores.Length && (scored == 0 || !context.ShouldStop()))
        {
            int first = scored, count = Math.Min(ScoredRows, scores.Length - first);
            context.Within(() =>
            {
                model.Score(rows.RowRange(first, count), scores.AsSpan(first, count), context.Parallelism);
                return scored = first + count;
            });
        }

        if (scored < scores.Length)
        {
            context.Warn($"The time budget ended after '{scored}' of '{scores.Length}' rows were scored; the threshold is that of those rows.");
        }

        Array.Resize(ref scores, scored);
        Array.Sort(scores);
        return SortedQuantile.Of(scores, 1 - share);
    }
}
