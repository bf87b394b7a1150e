namespace Modelyard.Data.Parquet;

/// <summary>Represents a result of DuckDB as its C interface lays it out, to be handed back to it.</summary>
/// <param name="ColumnCount">No longer used.</param>
/// <param name="RowCount">No longer used.</param>
/// <param name="RowsChanged">No longer used.</param>
/// <param name="Columns">No longer used.</param>
/// <param name="Error">No longer used.</param>
/// <param name="Data">What DuckDB keeps there.</param>
internal readonly record struct DuckDbResultData(ulong ColumnCount, ulong RowCount, ulong RowsChanged, nint Columns, nint Error, nint Data);
