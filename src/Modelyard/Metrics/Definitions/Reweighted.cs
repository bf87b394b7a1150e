namespace Modelyard.Metrics;

/// <summary>Computes the score of the same predictions under other weights.</summary>
/// <param name="weights">One weight a row; empty if every row weighs 1.</param>
/// <returns>The score.</returns>
internal delegate double Reweighted(ReadOnlySpan<double> weights);
