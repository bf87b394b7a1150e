using Modelyard.Data.Parquet;
using Modelyard.Frames;
using Modelyard.Frames.Lineage;

namespace Modelyard.Data;

/// <summary>Reads Parquet files. Those whose columns are flat are decoded here; nested ones by DuckDB's library, which must be there then: <see cref="DuckDbLibrary"/>.</summary>
/// <remarks>
/// <para>
/// Integers become integers, floating-point numbers doubles (NaN is missing), booleans booleans; dates and timestamps become timestamps, those with a time zone in UTC. Texts are a category or text by the rule of the
/// CSV reader. Decimals of up to 15 digits become doubles; integers beyond 64 bits and longer decimals become texts with a note, unless the options say otherwise. Times of day, intervals, UUIDs and bit strings
/// become texts, binary cells texts in base64, structures columns of their own ('address.city'), lists and maps texts of JSON.
/// </para>
/// <para>The file's name is taken as it is: it is no pattern and no address. DuckDB may reach this file and nothing else, and load no extension.</para>
/// </remarks>
public static class ParquetReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">How it is read; the defaults if null.</param>
    /// <returns>The table, and what was changed on the way.</returns>
    /// <exception cref="FrameFormatException">The file cannot be opened, is not Parquet, or needs DuckDB's library, which is missing; the message says why, and how to mend it.</exception>
    public static ParquetReadResult Read(string path, ParquetReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new ParquetReadOptions();
        using ITableScan scan = TableScans.Open(path, options);
        Frame frame = scan.ReadWhole().ReadFrom(LineageSource.OfFile(path));
        return new ParquetReadResult(frame, scan.Notes);
    }

    /// <summary>Opens a file that is read chunk by chunk, because it is larger than memory or need not be held.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">How it is read; the defaults if null.</param>
    /// <param name="chunkRows">The greatest number of rows of a chunk.</param>
    /// <returns>The chunks; each enumeration reads the file anew and gives the same ones.</returns>
    /// <remarks>If the options do not give the kinds of all columns of texts, a first pass over these columns decides between text and category.</remarks>
    /// <exception cref="FrameFormatException">The file cannot be opened, is not Parquet, or needs DuckDB's library, which is missing; the message says why, and how to mend it.</exception>
    public static ParquetChunks ReadChunks(string path, ParquetReadOptions? options = null, int chunkRows = CsvChunks.DefaultRows)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkRows, 1);
        return ParquetChunks.Open(path, options ?? new ParquetReadOptions(), chunkRows);
    }
}
