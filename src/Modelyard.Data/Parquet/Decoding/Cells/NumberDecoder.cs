namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Decodes cells that are numbers.</summary>
internal sealed class NumberDecoder<T>(FlatField field, T missing, CellConverter<T> convert) : CellDecoder
    where T : unmanaged
{
    private T[] _dictionary = [];
    private bool[]? _uneven;

    /// <inheritdoc/>
    public override void SetDictionary(PageValues values)
    {
        _dictionary = new T[values.Count];
        _uneven = convert(field, values, _dictionary) ? Uneven(values) : null;
    }

    /// <inheritdoc/>
    public override void AddPlain(ColumnCells target, int row, PageValues values, Presence presence)
    {
        var cells = (NumberCells<T>)target;
        if (convert(field, values, cells.Values.AsSpan(row, presence.Count)))
        {
            cells.MarkUneven(row, Uneven(values), presence);
        }

        End(cells, row, presence);
    }

    /// <inheritdoc/>
    public override void AddPlaces(ColumnCells target, int row, HybridReader places, Presence presence)
    {
        var cells = (NumberCells<T>)target;
        if (_uneven is not null)
        {
            HybridReader again = places;
            bool[] marks = new bool[presence.Count];
            again.Read(_uneven, marks.AsSpan());
            cells.MarkUneven(row, marks, presence);
        }

        places.Read(_dictionary, cells.Values.AsSpan(row, presence.Count));
        End(cells, row, presence);
    }

    private void End(NumberCells<T> cells, int row, Presence presence)
    {
        presence.Spread(cells.Values.AsSpan(row, presence.Rows), missing);
        cells.MarkMissing(presence, row);
        cells.Look(row, presence.Rows);
    }

    private bool[] Uneven(PageValues values)
    {
        bool[] marks = new bool[values.Count];
        for (int i = 0; i < marks.Length; i++)
        {
            marks[i] = TimeConversion.IsUneven(field, values[i]);
        }

        return marks;
    }
}
