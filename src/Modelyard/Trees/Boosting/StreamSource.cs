using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents features that are read chunk by chunk, three times: for the targets, for the bins, and for the codes.</summary>
/// <remarks>
/// What is held of a row is its target, its weight and two bytes a feature. The bins come from the rows that a fit in memory would draw, so the model is the same to the bit.
/// </remarks>
internal sealed class StreamSource : IBoostingSource
{
    private readonly IDataStream _stream;

    private StreamSource(IDataStream stream, Dataset targets)
    {
        _stream = stream;
        Targets = targets;
    }

    /// <summary>Gets the targets, weights and groups of all rows; there are no features in it.</summary>
    internal Dataset Targets { get; }

    /// <summary>Reads the targets and checks every chunk.</summary>
    internal static StreamSource Read(ILearner learner, IDataStream stream, FitContext context)
    {
        DataShape shape = stream.Shape;
        List<double> targets = [], weights = [];
        List<int> labels = [], groups = [];
        int rows = 0;
        foreach (Dataset chunk in stream.Read(context))
        {
            context.Checkpoint();
            shape.Check(chunk);
            FitChecks.Run(learner, chunk, context, rows);
            if (chunk.Task == TaskKind.Classification)
            {
                labels.AddRange(chunk.Labels);
            }
            else
            {
                targets.AddRange(chunk.Target);
            }

            if (rows > 0 && groups.Count > 0 != chunk.Groups.Length > 0)
            {
                throw new ModelyardException("Some chunks of the stream have groups and some have none; all or none must have them.");
            }

            groups.AddRange(chunk.Groups);
            if (chunk.HasWeights && weights.Count < rows)
            {
                weights.AddRange(Enumerable.Repeat(1.0, rows - weights.Count));
            }

            weights.AddRange(chunk.Weights);
            rows = checked(rows + chunk.RowCount);
            if (weights.Count > 0 && weights.Count < rows)
            {
                weights.AddRange(Enumerable.Repeat(1.0, rows - weights.Count));
            }
        }

        if (rows == 0)
        {
            throw new ModelyardException("The stream has no rows and must have at least one.");
        }

        var none = new Matrix(rows, 0);
        Dataset all = shape.Task == TaskKind.Classification
            ? Dataset.ForClassification(none, [.. labels], shape.Classes, targetName: shape.TargetName)
            : Dataset.ForRegression(none, [.. targets], targetName: shape.TargetName);
        return new StreamSource(stream, all.WithWeights(weights.Count > 0 ? [.. weights] : null).WithGroups(groups.Count > 0 ? [.. groups] : null));
    }

    public FeatureBins[] FindBins(int[]? rows, int maxBins, FitContext context)
    {
        FeatureSchema schema = _stream.Shape.Schema;
        int count = rows?.Length ?? Targets.RowCount;
        int[]? sample = BinFinder.Sample(rows, count, context);
        var sampled = new Matrix(sample?.Length ?? count, schema.Count);
        int[][] levels = [.. schema.Select(feature => feature.IsCategorical ? new int[Math.Max(feature.Levels.Count, 1)] : [])];
        int learned = 0, taken = 0;
        ReadAll(context, (chunk, offset) =>
        {
            int[]? local = Local(rows, ref learned, offset, chunk.RowCount);
            for (int feature = 0; feature < schema.Count; feature++)
            {
                if (schema[feature].IsCategorical)
                {
                    BinFinder.CountLevels(chunk.Features, local, feature, schema[feature], ref levels[feature]);
                }
            }

            int[]? chosen = Local(sample, ref taken, offset, chunk.RowCount);
            int first = sample is null ? offset : taken - chosen!.Length;
            for (int i = 0; i < (chosen?.Length ?? chunk.RowCount); i++)
            {
                chunk.Features.Row(chosen?[i] ?? i).CopyTo(sampled.Row(first + i));
            }
        });
        var bins = new FeatureBins[schema.Count];
        ParallelLoop.For(
            schema.Count,
            context.Parallelism,
            feature => bins[feature] = schema[feature].IsCategorical
                ? FeatureBins.Categorical(BinFinder.CodesOfLevels(levels[feature], maxBins))
                : BinFinder.FindCuts(sampled, null, feature, maxBins),
            context.Cancellation);
        return bins;
    }

    public (BinnedRows Training, BinnedRows? Validation) Encode(RowHoldout holdout, FeatureBins[] bins, int entryBytes, FitContext context)
    {
        var training = BinnedRows.Create(bins, holdout.Training?.Length ?? Targets.RowCount, entryBytes);
        BinnedRows? validation = holdout.Validation.Length == 0 ? null : BinnedRows.Create(bins, holdout.Validation.Length, 0);
        int learned = 0, held = 0;
        ReadAll(context, (chunk, offset) =>
        {
            int[]? own = Local(holdout.Training, ref learned, offset, chunk.RowCount);
            training.Encode(chunk.Features, own, own is null ? offset : learned - own.Length, own?.Length ?? chunk.RowCount, context.Parallelism, context.Cancellation);
            int[]? others = validation is null ? null : Local(holdout.Validation, ref held, offset, chunk.RowCount);
            if (others is not null)
            {
                validation!.Encode(chunk.Features, others, held - others.Length, others.Length, context.Parallelism, context.Cancellation);
            }
        });
        return (training, validation);
    }

    private void ReadAll(FitContext context, Action<Dataset, int> take)
    {
        int offset = 0;
        foreach (Dataset chunk in _stream.Read(context))
        {
            context.Checkpoint();
            if (chunk.RowCount > Targets.RowCount - offset)
            {
                break;
            }

            take(chunk, offset);
            offset += chunk.RowCount;
        }

        if (offset != Targets.RowCount)
        {
            throw new ModelyardException($"The stream gave '{Targets.RowCount}' rows when it was read first and others when it was read again; each reading must give the same.");
        }
    }

    /// <summary>Finds the chosen rows of a chunk, counted from its first; null if all rows are chosen.</summary>
    private static int[]? Local(int[]? rows, ref int next, int offset, int count)
    {
        if (rows is null)
        {
            return null;
        }

        int first = next;
        while (next < rows.Length && rows[next] < offset + count)
        {
            next++;
        }

        int[] local = rows[first..next];
        for (int i = 0; i < local.Length; i++)
        {
            local[i] -= offset;
        }

        return local;
    }
}
