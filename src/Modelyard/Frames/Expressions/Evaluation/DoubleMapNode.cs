using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents a number computed of a number.</summary>
internal sealed class DoubleMapNode(string signature, UnaryKernel kernel, Node input) : Node(ColumnKind.Double, signature, input)
{
    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        kernel(block.InputsOf(this)[0].Doubles, result.WriteDoubles());
        result.HasMissing = true;
    }
}
