using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents whether a cell is missing.</summary>
internal sealed class MissingNode(Node input) : Node(ColumnKind.Boolean, "missing", input)
{
    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        Lane x = block.InputsOf(this)[0];
        Span<ulong> bits = result.WriteTrue();
        if (!x.HasMissing)
        {
            bits.Clear();
        }
        else if (Inputs[0].Kind != ColumnKind.Double)
        {
            x.Missing.CopyTo(bits);
        }
        else if (x.IsConstant)
        {
            bits.Fill(ulong.MaxValue);
        }
        else
        {
            BitKernels.PackNaN(x.Doubles, bits);
        }
    }
}
