using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Encodes columns of texts: a dictionary where they repeat, else one after the other, each after its length.</summary>
/// <param name="pages">What makes the pages.</param>
/// <param name="places">What finds places in a dictionary.</param>
internal sealed class TextEncoder(ColumnPages pages, DictionaryPlaces places)
{
    private readonly TextTable _table = new();

    /// <summary>Encodes texts.</summary>
    public EncodedColumn Encode(TextColumn column, int first, int count)
    {
        if (TryPlaces(column, first, count, out int cells))
        {
            places.Count(_table.Count, cells);
            (_, int[] offsets) = column.Storage;
            long dictionary = places.Sum(code => Length(offsets, _table.Rows[code]), isOfCells: false), plain = places.Sum(code => Length(offsets, _table.Rows[code]), isOfCells: true);
            if (cells > 0 && dictionary + places.PlaceBytes < plain / 4 * 3)
            {
                return EncodePlaces(column, first, count, cells);
            }
        }

        return EncodePlain(column, first, count);
    }

    private static int Length(int[] offsets, int row) => checked(offsets[row + 1] - offsets[row] + sizeof(int));

    private bool TryPlaces(TextColumn column, int first, int count, out int cells)
    {
        (byte[] bytes, int[] offsets) = column.Storage;
        Span<int> codes = places.Room(count);
        Validity validity = column.Validity;
        _table.Clear();
        cells = 0;
        for (int row = first; row < first + count; row++)
        {
            if (validity.IsMissing(row))
            {
                continue;
            }

            codes[cells++] = _table.Find(bytes, offsets, row);
            if (_table.IsHopeless(cells))
            {
                return false;
            }
        }

        return true;
    }

    private EncodedColumn EncodePlaces(TextColumn column, int first, int count, int cells)
    {
        ReadOnlySpan<int> all = places.Assign();
        var bounds = default(TextBounds);
        pages.BeginDictionary();
        foreach (int code in places.Order)
        {
            ReadOnlySpan<byte> text = column.Utf8(_table.Rows[code]);
            bounds.Add(text);
            pages.Body.Text(text);
        }

        pages.EndDictionary(places.Order.Length);
        return pages.EncodePlaces(all, places, column.Validity, first, count, bounds.ToStatistics(count - cells));
    }

    private EncodedColumn EncodePlain(TextColumn column, int first, int count)
    {
        var bounds = default(TextBounds);
        int missing = 0;
        Validity validity = column.Validity;
        for (int row = first, next; row < first + count; row = next)
        {
            next = PageEnd(column, row, first + count);
            missing += next - row - pages.BeginCells(validity, row, next - row);
            for (int i = row; i < next; i++)
            {
                if (!validity.IsMissing(i))
                {
                    ReadOnlySpan<byte> text = column.Utf8(i);
                    bounds.Add(text);
                    pages.Body.Text(text);
                }
            }

            pages.EndCells(next - row, PageEncoding.Plain);
        }

        return pages.Finish(bounds.ToStatistics(missing));
    }

    /// <summary>Finds where a page ends: at a megabyte, with a row at least.</summary>
    private static int PageEnd(TextColumn column, int row, int end)
    {
        int last = Math.Min(end, row + ColumnPages.MaxCells), start = column.Start(row);
        int next = row + 1;
        while (next < last && (long)column.Start(next) - start + ((next - row) * sizeof(int)) < ColumnPages.MaxBytes)
        {
            next++;
        }

        return next;
    }
}
