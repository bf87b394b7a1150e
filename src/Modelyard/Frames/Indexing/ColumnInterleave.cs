using Modelyard.Frames.Reshaping;

namespace Modelyard.Frames.Indexing;

/// <summary>Puts the cells of columns that stand beside each other below each other: those of the first row, then those of the second.</summary>
internal static class ColumnInterleave
{
    /// <summary>The number of rows whose cells are written column by column, so that what is read and what is written stay in the cache.</summary>
    private const int Tile = 256;

    /// <summary>Creates a column of the cells of several.</summary>
    /// <param name="parts">The columns, at least one that is not null; a null one has missing cells only.</param>
    /// <param name="rows">The number of rows.</param>
    /// <returns>A column of one cell for each row and part. Kinds go together as in <see cref="ColumnStack"/>.</returns>
    public static Column Of(Column?[] parts, int rows)
    {
        string name = parts.First(part => part is not null)!.Name;
        if (Array.TrueForAll(parts, part => part is DoubleColumn))
        {
            return new DoubleColumn(name, Interleave(parts, rows, part => ((DoubleColumn)part).Values));
        }

        if (Array.TrueForAll(parts, part => part is IntegerColumn { MissingCount: 0 }))
        {
            return new IntegerColumn(name, Interleave(parts, rows, part => ((IntegerColumn)part).Values));
        }

        // Any other kind is stacked and then put in order.
        Column[] present = [.. parts.OfType<Column>()];
        int[] places = new int[parts.Length * rows];
        int block = 0;
        for (int part = 0; part < parts.Length; part++)
        {
            int start = parts[part] is null ? Column.Gap : block++ * rows;
            for (int row = 0; row < rows; row++)
            {
                places[(row * parts.Length) + part] = start < 0 ? Column.Gap : start + row;
            }
        }

        return ColumnStack.Of(name, present).TakeOrMissing(places);
    }

    private delegate ReadOnlySpan<T> Cells<T>(Column part);

    private static T[] Interleave<T>(Column?[] parts, int rows, Cells<T> cells)
    {
        T[] interleaved = GC.AllocateUninitializedArray<T>(rows * parts.Length);
        for (int tile = 0; tile < rows; tile += Tile)
        {
            int height = Math.Min(Tile, rows - tile);
            for (int part = 0; part < parts.Length; part++)
            {
                ReadOnlySpan<T> source = cells(parts[part]!).Slice(tile, height);
                int place = (tile * parts.Length) + part;
                foreach (T cell in source)
                {
                    interleaved[place] = cell;
                    place += parts.Length;
                }
            }
        }

        return interleaved;
    }
}
