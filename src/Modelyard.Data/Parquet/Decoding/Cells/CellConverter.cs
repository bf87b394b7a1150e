namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Converts the cells of a page.</summary>
/// <param name="field">Their column.</param>
/// <param name="values">The cells as they stand in the file.</param>
/// <param name="cells">Receives one for each.</param>
/// <returns>True if a part of any cell is lost.</returns>
internal delegate bool CellConverter<T>(FlatField field, PageValues values, Span<T> cells);
