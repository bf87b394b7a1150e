using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents a whole number computed of two.</summary>
internal sealed class IntegerPairNode(string signature, IntegerOperation operation, Node first, Node second) : Node(ColumnKind.Integer, signature, first, second)
{
    /// <inheritdoc/>
    public override bool CanFail => true;

    /// <summary>Gets a value indicating whether the second operand divides, so that zero gives a missing cell.</summary>
    public bool Divides { get; init; }

    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        Lane[] inputs = block.InputsOf(this);
        ReadOnlySpan<long> x = inputs[0].Integers, y = inputs[1].Integers;
        result.AddMissing(inputs[0]);
        result.AddMissing(inputs[1]);
        Span<long> values = result.WriteIntegers();
        if (Divides)
        {
            AddZeros(y, result);
        }

        bool exceeded = Signature switch
        {
            "+" => IntegerKernels.AddOrSubtract(subtract: false, x, y, values),
            "-" => IntegerKernels.AddOrSubtract(subtract: true, x, y, values),
            "*" => IntegerKernels.Multiply(x, y, values),
            _ => true,
        };
        if (exceeded)
        {
            RunByRow(x, y, values, result);
        }
    }

    /// <inheritdoc/>
    public override string DescribeFault(Block block, int row) =>
        $"'{block.Show(Inputs[0], row)}' and '{block.Show(Inputs[1], row)}' give a whole number beyond 64 bits; compute with doubles, such as number(x).";

    private static void AddZeros(ReadOnlySpan<long> y, Lane result)
    {
        if (y.Contains(0))
        {
            Span<ulong> missing = result.WriteMissing();
            for (int row = 0; row < result.Count; row++)
            {
                missing[row >> 6] |= (y[y.Length < result.Count ? 0 : row] == 0 ? 1UL : 0) << (row & 63);
            }
        }
    }

    private void RunByRow(ReadOnlySpan<long> x, ReadOnlySpan<long> y, Span<long> values, Lane result)
    {
        bool isSameX = x.Length < values.Length, isSameY = y.Length < values.Length;
        for (int row = 0; row < values.Length; row++)
        {
            if (result.HasMissing && BitKernels.Get(result.Missing, row))
            {
                values[row] = 0;
            }
            else if (!operation(x[isSameX ? 0 : row], y[isSameY ? 0 : row], out values[row]))
            {
                result.WriteFaults()[row >> 6] |= 1UL << (row & 63);
            }
        }
    }
}
