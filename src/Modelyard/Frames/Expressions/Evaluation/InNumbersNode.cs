using System.Numerics;
using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents whether a number or timestamp is one of several.</summary>
internal sealed class InNumbersNode : Node
{
    // Up to so many values, comparing with each by vectors is faster than a search.
    private const int MostCompared = 8;
    private readonly double[] _doubles;
    private readonly long[] _integers;

    /// <summary>Initializes the part.</summary>
    /// <param name="x">The number.</param>
    /// <param name="values">The values, of the same kind.</param>
    public InNumbersNode(Node x, ConstantNode[] values)
        : base(ColumnKind.Boolean, "in " + string.Join(',', values.Select(value => value.Signature)), x)
    {
        bool areDoubles = x.Kind == ColumnKind.Double;
        _doubles = areDoubles ? [.. values.Select(value => (double)value.Value!).Distinct().Order()] : [];
        _integers = areDoubles ? [] : [.. values.Select(value => value.Value is DateTime time ? time.Ticks : (long)value.Value!).Distinct().Order()];
    }

    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        Lane x = block.InputsOf(this)[0];
        Span<ulong> bits = result.WriteTrue();
        if (Inputs[0].Kind == ColumnKind.Double)
        {
            Find(x.Doubles, _doubles, bits);
            BitKernels.PackNaN(x.Doubles, result.WriteMissing());
        }
        else
        {
            Find(x.Integers, _integers, bits);
            result.AddMissing(x);
        }

        if (result.HasMissing)
        {
            BitKernels.Clear(bits, result.Missing);
        }
    }

    private static void Find<T>(ReadOnlySpan<T> cells, T[] values, Span<ulong> bits)
        where T : unmanaged, INumber<T>
    {
        bits.Clear();
        if (values.Length <= MostCompared)
        {
            Span<ulong> equal = stackalloc ulong[bits.Length];
            foreach (T value in values)
            {
                CompareKernels.Compare(ComparisonKind.Equal, cells, [value], cells.Length, equal);
                BitKernels.Set(bits, equal);
            }

            return;
        }

        for (int row = 0; row < cells.Length; row++)
        {
            if (values.AsSpan().BinarySearch(cells[row]) >= 0)
            {
                bits[row >> 6] |= 1UL << (row & 63);
            }
        }
    }
}
