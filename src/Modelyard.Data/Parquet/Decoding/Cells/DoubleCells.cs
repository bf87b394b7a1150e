using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Holds the cells of a column of doubles, of which NaN is missing.</summary>
internal sealed class DoubleCells(FlatField field, int rows) : NumberCells<double>(field, rows, double.NaN, Convert)
{
    /// <inheritdoc/>
    public override Column Build(int degree) => new DoubleColumn(Field.Name, BuildValidity(), Values);

    /// <inheritdoc/>
    public override void Look(int row, int count)
    {
        ReadOnlySpan<double> cells = Values.AsSpan(row, count);
        for (int first = 0; first < count; first += 64)
        {
            ReadOnlySpan<double> some = cells.Slice(first, Math.Min(64, count - first));
            if (HasNaN(some))
            {
                ulong marks = 0;
                for (int i = 0; i < some.Length; i++)
                {
                    marks |= double.IsNaN(some[i]) ? 1UL << i : 0;
                }

                MarkMissing(row + first, marks);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool HasNaN(ReadOnlySpan<double> cells)
    {
        int i = 0;
        bool hasNaN = false;
        for (; i + Vector<double>.Count <= cells.Length; i += Vector<double>.Count)
        {
            var some = new Vector<double>(cells[i..]);
            hasNaN |= !Vector.EqualsAll(some, some);
        }

        for (; i < cells.Length; i++)
        {
            hasNaN |= double.IsNaN(cells[i]);
        }

        return hasNaN;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Convert(FlatField field, PageValues values, Span<double> cells)
    {
        if (field.Form != CellForm.Floating)
        {
            for (int i = 0; i < values.Count; i++)
            {
                cells[i] = LongNumber.ToDouble(field, LongNumber.Of(field, values[i]));
            }

            return false;
        }

        switch (field.Type)
        {
            case PhysicalType.Double:
                MemoryMarshal.Cast<byte, double>(values.Bytes)[..values.Count].CopyTo(cells);
                break;
            case PhysicalType.Float:
                ReadOnlySpan<float> narrow = MemoryMarshal.Cast<byte, float>(values.Bytes);
                for (int i = 0; i < values.Count; i++)
                {
                    cells[i] = narrow[i];
                }

                break;
            default:
                for (int i = 0; i < values.Count; i++)
                {
                    cells[i] = (double)BinaryPrimitives.ReadHalfLittleEndian(values[i]);
                }

                break;
        }

        return false;
    }
}
