namespace Modelyard.Trees.Boosting;

/// <summary>Represents the sums over the rows of a node, in whole units.</summary>
/// <param name="Gradient">The gradients.</param>
/// <param name="Hessian">The hessians.</param>
/// <param name="Count">The rows.</param>
internal readonly record struct NodeSums(long Gradient, long Hessian, int Count)
{
    public static NodeSums operator +(NodeSums left, NodeSums right) =>
        new(left.Gradient + right.Gradient, left.Hessian + right.Hessian, left.Count + right.Count);

    public static NodeSums operator -(NodeSums left, NodeSums right) =>
        new(left.Gradient - right.Gradient, left.Hessian - right.Hessian, left.Count - right.Count);
}
