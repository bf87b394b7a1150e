using System.Collections.Concurrent;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Trees.Growing;

/// <summary>Represents the features of a data set as codes, made once and shared by all trees of a forest.</summary>
internal sealed class RankTable
{
    /// <summary>How many columns are read at once: those of a cache line.</summary>
    private const int Group = 8;

    private RankTable(FeatureRanks[] features, int rows)
    {
        Features = features;
        Rows = rows;
        MostCodes = features.Length == 0 ? 0 : features.Max(feature => feature.CodeCount);
    }

    public FeatureRanks[] Features { get; }

    public int Rows { get; }

    /// <summary>Gets the greatest number of codes that a feature has.</summary>
    public int MostCodes { get; }

    public static RankTable Create(Dataset data, FitContext context)
    {
        int rows = data.RowCount;
        var features = new FeatureRanks[data.FeatureCount];
        var rankers = new ConcurrentBag<ColumnRanker>();
        ParallelLoop.Blocks(
            data.FeatureCount,
            Group,
            context.Parallelism,
            (first, count) =>
            {
                context.Checkpoint();
                if (!rankers.TryTake(out ColumnRanker? ranker))
                {
                    ranker = new ColumnRanker(rows, Group, context.Checkpoint);
                }

                ranker.Read(data.Features, first, count);
                for (int i = 0; i < count; i++)
                {
                    context.Checkpoint();
                    features[first + i] = ranker.Rank(i, data.Schema[first + i]);
                }

                rankers.Add(ranker);
            },
            context.Cancellation);
        return new RankTable(features, rows);
    }
}
