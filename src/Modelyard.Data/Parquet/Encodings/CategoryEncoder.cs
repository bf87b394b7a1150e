using System.Text;
using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Encodes columns of categories as texts: the dictionary is that of the levels that the row group uses.</summary>
/// <param name="pages">What makes the pages.</param>
/// <param name="places">What finds places in a dictionary.</param>
internal sealed class CategoryEncoder(ColumnPages pages, DictionaryPlaces places)
{
    /// <summary>Encodes categories.</summary>
    public EncodedColumn Encode(CategoryColumn column, int first, int count)
    {
        int cells = DefinitionLevels.Gather(column.Codes, column.Validity, first, count, places.Room(count));
        IReadOnlyList<string> levels = column.Levels;
        places.Count(levels.Count, cells);
        var texts = new Dictionary<int, byte[]>(places.Order.Length);
        var bounds = default(TextBounds);
        foreach (int code in places.Order)
        {
            bounds.Add(texts[code] = Encoding.UTF8.GetBytes(levels[code]));
        }

        // The levels of chunks that were gathered stand in another order than those of the table, and the file must be the same.
        places.Sort((left, right) => texts[left].AsSpan().SequenceCompareTo(texts[right]));
        ColumnStatistics statistics = bounds.ToStatistics(count - cells);
        long dictionary = places.Sum(code => texts[code].Length + sizeof(int), isOfCells: false), plain = places.Sum(code => texts[code].Length + sizeof(int), isOfCells: true);
        if (cells == 0 || dictionary + places.PlaceBytes > plain)
        {
            return EncodePlain(column, first, count, texts, statistics);
        }

        ReadOnlySpan<int> all = places.Assign();
        pages.BeginDictionary();
        foreach (int code in places.Order)
        {
            pages.Body.Text(texts[code]);
        }

        pages.EndDictionary(places.Order.Length);
        return pages.EncodePlaces(all, places, column.Validity, first, count, statistics);
    }

    private EncodedColumn EncodePlain(CategoryColumn column, int first, int count, Dictionary<int, byte[]> texts, ColumnStatistics statistics)
    {
        ReadOnlySpan<int> codes = column.Codes;
        for (int row = first, next; row < first + count; row = next)
        {
            next = PageEnd(codes, row, Math.Min(first + count, row + ColumnPages.MaxCells), texts);
            pages.BeginCells(column.Validity, row, next - row);
            for (int i = row; i < next; i++)
            {
                if (codes[i] >= 0)
                {
                    pages.Body.Text(texts[codes[i]]);
                }
            }

            pages.EndCells(next - row, PageEncoding.Plain);
        }

        return pages.Finish(statistics);
    }

    private static int PageEnd(ReadOnlySpan<int> codes, int row, int last, Dictionary<int, byte[]> texts)
    {
        long bytes = 0;
        int next = row;
        do
        {
            bytes += codes[next] < 0 ? 0 : texts[codes[next]].Length + sizeof(int);
            next++;
        }
        while (next < last && bytes < ColumnPages.MaxBytes);
        return next;
    }
}
