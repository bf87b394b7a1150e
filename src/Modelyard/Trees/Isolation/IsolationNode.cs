namespace Modelyard.Trees.Isolation;

/// <summary>Represents one node of an isolation tree. The right child follows the left one; a leaf is its own left child.</summary>
/// <param name="Left">The node of rows below the threshold.</param>
/// <param name="Feature">The feature that is split; 0 at a leaf and where the split is oblique.</param>
/// <param name="Threshold">The least value that goes right; NaN at a leaf, so that no value does.</param>
internal readonly record struct IsolationNode(int Left, int Feature, double Threshold);
