using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents the comparison of two numbers or timestamps of one kind.</summary>
internal sealed class NumberCompareNode(ComparisonKind comparison, Node first, Node second) : Node(ColumnKind.Boolean, $"compare {comparison}", first, second)
{
    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        Lane[] inputs = block.InputsOf(this);
        Span<ulong> bits = result.WriteTrue();
        if (Inputs[0].Kind == ColumnKind.Double)
        {
            CompareKernels.Compare(comparison, inputs[0].Doubles, inputs[1].Doubles, block.Count, bits);
            AddNaN(inputs[0], result);
            AddNaN(inputs[1], result);
        }
        else
        {
            CompareKernels.Compare(comparison, inputs[0].Integers, inputs[1].Integers, block.Count, bits);
            result.AddMissing(inputs[0]);
            result.AddMissing(inputs[1]);
        }

        if (result.HasMissing)
        {
            BitKernels.Clear(bits, result.Missing);
        }
    }

    private static void AddNaN(Lane input, Lane result)
    {
        if (!input.HasMissing)
        {
            return;
        }

        if (input.IsConstant)
        {
            result.WriteMissing().Fill(ulong.MaxValue);
            return;
        }

        Span<ulong> words = stackalloc ulong[(input.Count + 63) >> 6];
        BitKernels.PackNaN(input.Doubles, words);
        BitKernels.Set(result.WriteMissing(), words);
    }
}
