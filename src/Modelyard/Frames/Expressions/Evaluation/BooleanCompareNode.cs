using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents whether two booleans are equal, or differ.</summary>
internal sealed class BooleanCompareNode(bool differ, Node first, Node second) : Node(ColumnKind.Boolean, differ ? "differ" : "equal", first, second)
{
    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        Lane[] inputs = block.InputsOf(this);
        Span<ulong> bits = result.WriteTrue();
        ReadOnlySpan<ulong> x = inputs[0].True, y = inputs[1].True;
        for (int word = 0; word < bits.Length; word++)
        {
            bits[word] = differ ? x[word] ^ y[word] : ~(x[word] ^ y[word]);
        }

        result.AddMissing(inputs[0]);
        result.AddMissing(inputs[1]);
        if (result.HasMissing)
        {
            BitKernels.Clear(bits, result.Missing);
        }
    }
}
