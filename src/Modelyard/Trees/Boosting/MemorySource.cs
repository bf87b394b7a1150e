using Modelyard.Learning;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents features in memory.</summary>
internal sealed class MemorySource(Dataset data) : IBoostingSource
{
    public FeatureBins[] FindBins(int[]? rows, int maxBins, FitContext context) => BinFinder.Find(data, rows, maxBins, context);

    public (BinnedRows Training, BinnedRows? Validation) Encode(RowHoldout holdout, FeatureBins[] bins, int entryBytes, FitContext context) => context.WithinTime(() => (
        BinnedRows.Encode(data.Features, holdout.Training, bins, entryBytes, context.Parallelism),
        holdout.Validation.Length == 0 ? null : BinnedRows.Encode(data.Features, holdout.Validation, bins, 0, context.Parallelism)));
}
