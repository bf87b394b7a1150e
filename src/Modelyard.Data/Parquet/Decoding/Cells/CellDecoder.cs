namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Decodes the cells of one column in one row group, whose pages share a dictionary.</summary>
internal abstract class CellDecoder
{
    /// <summary>Takes the dictionary, to which pages refer.</summary>
    public abstract void SetDictionary(PageValues values);

    /// <summary>Adds the cells of a page.</summary>
    /// <param name="target">Receives the cells.</param>
    /// <param name="row">The row there of the first row of the page.</param>
    /// <param name="values">The cells that are present.</param>
    /// <param name="presence">Which rows have a cell.</param>
    public abstract void AddPlain(ColumnCells target, int row, PageValues values, Presence presence);

    /// <summary>Adds the cells of a page that has their places in the dictionary.</summary>
    /// <param name="target">Receives the cells.</param>
    /// <param name="row">The row there of the first row of the page.</param>
    /// <param name="places">The places of the cells that are present.</param>
    /// <param name="presence">Which rows have a cell.</param>
    public abstract void AddPlaces(ColumnCells target, int row, HybridReader places, Presence presence);
}
