using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Encodes columns of row groups, with scratch memory that is used again: for one thread at a time.</summary>
internal sealed class ColumnEncoder : IDisposable
{
    private readonly PageCompressor _compressor;
    private readonly NumberEncoder _numbers;
    private readonly BooleanEncoder _booleans;
    private readonly TextEncoder _texts;
    private readonly CategoryEncoder _categories;

    /// <summary>Initializes an encoder.</summary>
    /// <param name="codec">How pages are compressed.</param>
    /// <param name="deltas">Whether integers may stand as differences.</param>
    public ColumnEncoder(PageCodec codec, bool deltas)
    {
        _compressor = new PageCompressor(codec);
        var pages = new ColumnPages(_compressor);
        var places = new DictionaryPlaces();
        _numbers = new NumberEncoder(pages, places, deltas);
        _booleans = new BooleanEncoder(pages);
        _texts = new TextEncoder(pages, places);
        _categories = new CategoryEncoder(pages, places);
    }

    /// <summary>Encodes some rows of a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows, at least 1.</param>
    /// <param name="rowsBefore">The number of rows of the table before the first of them.</param>
    /// <exception cref="ModelyardException">A cell cannot stand in the file.</exception>
    public EncodedColumn Encode(Column column, int first, int count, long rowsBefore) => column switch
    {
        IntegerColumn integers => _numbers.Encode(integers, first, count),
        DoubleColumn doubles => _numbers.Encode(doubles, first, count),
        TimestampColumn times => _numbers.Encode(times, first, count, rowsBefore),
        BooleanColumn booleans => _booleans.Encode(booleans, first, count),
        CategoryColumn categories => _categories.Encode(categories, first, count),
        _ => _texts.Encode((TextColumn)column, first, count),
    };

    /// <inheritdoc/>
    public void Dispose() => _compressor.Dispose();
}
