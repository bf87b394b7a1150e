namespace Modelyard.Trees;

/// <summary>Represents one step of pruning: the smallest tree that is best for a cost of a leaf, from this cost up to that of the next step.</summary>
/// <param name="Alpha">The cost of a leaf, in units of weighted impurity: what <c>CostComplexityAlpha</c> must be to get the tree.</param>
/// <param name="Impurity">The impurity of the leaves, each weighted by its share of the training rows.</param>
/// <param name="Leaves">The number of leaves.</param>
public readonly record struct PruningStep(double Alpha, double Impurity, int Leaves);
