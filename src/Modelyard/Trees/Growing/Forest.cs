using Modelyard.Trees.Structure;

namespace Modelyard.Trees.Growing;

/// <summary>Represents the trees that a fit gave, and what was learned beside them.</summary>
/// <param name="Trees">The trees in the order of their numbers.</param>
/// <param name="Importances">How much each feature lowered the impurity; they sum to 1 unless all are 0.</param>
/// <param name="OutOfBag">For each tree the rows that it did not see, or null if that was not asked for.</param>
internal sealed record Forest(Tree[] Trees, double[] Importances, bool[][]? OutOfBag)
{
    /// <summary>Gets the steps of pruning the first tree; empty if they were not asked for.</summary>
    public IReadOnlyList<PruningStep> PruningPath { get; init; } = [];
}
