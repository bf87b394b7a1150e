using Modelyard.Frames;

namespace Modelyard.Data.Parquet;

/// <summary>Represents a Parquet file that is being read: by the decoder of this library, or by DuckDB's.</summary>
internal interface ITableScan : IDisposable
{
    /// <summary>Gets the columns that are read; Category stands for category or text.</summary>
    IReadOnlyList<(string Name, ColumnKind Kind)> Columns { get; }

    /// <summary>Gets what is to be told of columns that are read otherwise than they are stored.</summary>
    IReadOnlyList<FrameProblem> Notes { get; }

    /// <summary>Reads all rows that hold the conditions.</summary>
    Frame ReadWhole();

    /// <summary>Reads the rows that hold the conditions in frames.</summary>
    /// <param name="names">The columns, of those that are read.</param>
    /// <param name="kinds">Text or Category by name, of columns of texts for which that is known.</param>
    /// <param name="rows">The number of rows that a frame has about.</param>
    /// <returns>The frames, none of them empty.</returns>
    IEnumerable<Frame> ReadChunks(IReadOnlyList<string> names, IReadOnlyDictionary<string, ColumnKind> kinds, int rows);
}
