using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents a number computed of two numbers.</summary>
internal sealed class DoublePairNode(string signature, BinaryKernel kernel, Node first, Node second) : Node(ColumnKind.Double, signature, first, second)
{
    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        Lane[] inputs = block.InputsOf(this);
        kernel(inputs[0].Doubles, inputs[1].Doubles, result.WriteDoubles());
        result.HasMissing = true;
    }
}
