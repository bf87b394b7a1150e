using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Holds the cells of a column of integers.</summary>
internal sealed class IntegerCells(FlatField field, int rows) : NumberCells<long>(field, rows, missing: 0, Convert)
{
    /// <inheritdoc/>
    public override Column Build(int degree) => new IntegerColumn(Field.Name, BuildValidity(), Values);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Convert(FlatField field, PageValues values, Span<long> cells)
    {
        if (field.Type == PhysicalType.Int64)
        {
            MemoryMarshal.Cast<byte, long>(values.Bytes)[..values.Count].CopyTo(cells);
        }
        else if (field.Type == PhysicalType.Int32)
        {
            ReadOnlySpan<int> narrow = MemoryMarshal.Cast<byte, int>(values.Bytes)[..values.Count];
            if (field.Form == CellForm.ShortUnsigned)
            {
                Widen(MemoryMarshal.Cast<int, uint>(narrow), MemoryMarshal.Cast<long, ulong>(cells));
            }
            else
            {
                Widen(narrow, cells);
            }
        }
        else
        {
            for (int i = 0; i < values.Count; i++)
            {
                cells[i] = (long)LongNumber.Of(field, values[i]);
            }
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen(ReadOnlySpan<int> narrow, Span<long> cells)
    {
        int i = 0;
        for (; i + Vector<int>.Count <= narrow.Length; i += Vector<int>.Count)
        {
            Vector.Widen(new Vector<int>(narrow[i..]), out Vector<long> low, out Vector<long> high);
            low.CopyTo(cells[i..]);
            high.CopyTo(cells[(i + Vector<long>.Count)..]);
        }

        for (; i < narrow.Length; i++)
        {
            cells[i] = narrow[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen(ReadOnlySpan<uint> narrow, Span<ulong> cells)
    {
        for (int i = 0; i < narrow.Length; i++)
        {
            cells[i] = narrow[i];
        }
    }
}
