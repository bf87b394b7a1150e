using System.Runtime.CompilerServices;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Holds the cells of a column of booleans.</summary>
internal sealed class BooleanCells(FlatField field, int rows) : NumberCells<bool>(field, rows, missing: false, Convert)
{
    /// <inheritdoc/>
    public override Column Build(int degree) => new BooleanColumn(Field.Name, BuildValidity(), Values);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Convert(FlatField field, PageValues values, Span<bool> cells)
    {
        ReadOnlySpan<byte> bytes = values.Bytes[..values.Count];
        for (int i = 0; i < bytes.Length; i++)
        {
            cells[i] = bytes[i] != 0;
        }

        return false;
    }
}
