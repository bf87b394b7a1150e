using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents the comparison of two texts, by code point, which is the order of their UTF-8 bytes.</summary>
internal sealed class TextCompareNode(ComparisonKind comparison, Node first, Node second) : Node(ColumnKind.Boolean, $"compare {comparison}", first, second)
{
    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        Lane[] inputs = block.InputsOf(this);
        Span<ulong> bits = result.WriteTrue();
        result.AddMissing(inputs[0]);
        result.AddMissing(inputs[1]);
        bits.Clear();
        for (int row = 0; row < block.Count; row++)
        {
            if (!(result.HasMissing && BitKernels.Get(result.Missing, row)) && Holds(inputs[0].Text(row), inputs[1].Text(row)))
            {
                bits[row >> 6] |= 1UL << (row & 63);
            }
        }
    }

    private bool Holds(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y) => comparison switch
    {
        ComparisonKind.Equal => x.SequenceEqual(y),
        ComparisonKind.NotEqual => !x.SequenceEqual(y),
        ComparisonKind.Less => x.SequenceCompareTo(y) < 0,
        ComparisonKind.LessOrEqual => x.SequenceCompareTo(y) <= 0,
        ComparisonKind.Greater => x.SequenceCompareTo(y) > 0,
        _ => x.SequenceCompareTo(y) >= 0,
    };
}
