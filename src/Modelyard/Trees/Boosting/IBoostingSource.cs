using Modelyard.Learning;

namespace Modelyard.Trees.Boosting;

/// <summary>Defines where boosting reads its features from: memory, or a stream.</summary>
internal interface IBoostingSource
{
    /// <summary>Finds the bins of every feature.</summary>
    /// <param name="rows">The rows to learn from, ascending; null for all.</param>
    /// <param name="maxBins">The greatest number of bins of a feature.</param>
    /// <param name="context">What surrounds the fit.</param>
    FeatureBins[] FindBins(int[]? rows, int maxBins, FitContext context);

    /// <summary>Encodes the rows to learn from and those that are held out.</summary>
    /// <param name="holdout">Which rows are which.</param>
    /// <param name="bins">The bins.</param>
    /// <param name="entryBytes">The size of an entry of the histograms over the rows to learn from.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>Both; null for the second if none are held out.</returns>
    (BinnedRows Training, BinnedRows? Validation) Encode(RowHoldout holdout, FeatureBins[] bins, int entryBytes, FitContext context);
}
