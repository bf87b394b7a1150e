namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Decodes cells that are texts, or become such.</summary>
internal sealed class TextDecoder(FlatField field) : CellDecoder
{
    private readonly CellBlock _dictionary = new();
    private readonly CellBlock _scratch = new();
    private TextCells? _whole;
    private TextPart? _part;

    /// <inheritdoc/>
    public override void SetDictionary(PageValues values)
    {
        PageValues texts = TextForm.Write(field, values, _scratch);
        _dictionary.Clear();
        for (int i = 0; i < texts.Count; i++)
        {
            _dictionary.Add(texts[i]);
        }
    }

    /// <inheritdoc/>
    public override void AddPlain(ColumnCells target, int row, PageValues values, Presence presence)
    {
        Part(target, row).AddTexts(TextForm.Write(field, values, _scratch), presence);
        target.MarkMissing(presence, row);
    }

    /// <inheritdoc/>
    public override void AddPlaces(ColumnCells target, int row, HybridReader places, Presence presence)
    {
        Part(target, row).AddPlaces(places, presence);
        target.MarkMissing(presence, row);
    }

    private TextPart Part(ColumnCells target, int row)
    {
        if (_part is null || !ReferenceEquals(_whole, target))
        {
            _whole = (TextCells)target;
            _part = _whole.Begin(row, _dictionary);
        }

        return _part;
    }
}
