using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents the negation of a condition.</summary>
internal sealed class NotNode(Node input) : Node(ColumnKind.Boolean, "not", input)
{
    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        Lane x = block.InputsOf(this)[0];
        Span<ulong> bits = result.WriteTrue();
        for (int word = 0; word < bits.Length; word++)
        {
            bits[word] = ~x.True[word];
        }

        result.AddMissing(x);
        if (result.HasMissing)
        {
            BitKernels.Clear(bits, result.Missing);
        }
    }
}
