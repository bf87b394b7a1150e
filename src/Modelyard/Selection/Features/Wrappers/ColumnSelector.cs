using Modelyard.Learning;

namespace Modelyard.Selection.Features;

/// <summary>Chooses a few columns on half of the rows.</summary>
/// <param name="half">The rows.</param>
/// <param name="count">The greatest number of columns.</param>
/// <param name="context">The seed of this half, and the end if it is cancelled; to be used on one thread.</param>
/// <returns>The zero-based columns, at most as many as asked for, each once.</returns>
public delegate IReadOnlyCollection<int> ColumnSelector(Dataset half, int count, FitContext context);
