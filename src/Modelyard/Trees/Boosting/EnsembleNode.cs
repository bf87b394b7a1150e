namespace Modelyard.Trees.Boosting;

/// <summary>Represents a node in eight bytes: go to the left child, or to the one after it if the code is greater than the bin.</summary>
/// <param name="Key">The place of the code (upper 24 bits) and the bin (lower 8); a leaf has bin 255 and itself as left child.</param>
/// <param name="Left">The left child.</param>
internal readonly record struct EnsembleNode(uint Key, int Left);
