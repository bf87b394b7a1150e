namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Finds the smallest and the largest of texts, by their bytes.</summary>
internal ref struct TextBounds
{
    private ReadOnlySpan<byte> _smallest;
    private ReadOnlySpan<byte> _largest;
    private bool _hasAny;

    /// <summary>Takes a text in.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        if (!_hasAny)
        {
            _smallest = text;
            _largest = text;
            _hasAny = true;
        }
        else if (text.SequenceCompareTo(_smallest) < 0)
        {
            _smallest = text;
        }
        else if (text.SequenceCompareTo(_largest) > 0)
        {
            _largest = text;
        }
    }

    /// <summary>Makes the statistics.</summary>
    public readonly ColumnStatistics ToStatistics(int missing) => _hasAny ? ColumnStatistics.OfTexts(missing, _smallest, _largest) : new ColumnStatistics(missing);
}
