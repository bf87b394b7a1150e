using Modelyard.Data.Parquet.Decoding;
using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;
using Modelyard.Frames.Csv;

namespace Modelyard.Data.Parquet;

/// <summary>Decides by what stands at the end of a Parquet file who reads it: this library, or DuckDB's if it is nested, encrypted, or has something that is not known here.</summary>
internal static class TableScans
{
    /// <summary>Opens a file.</summary>
    /// <exception cref="FrameFormatException">It cannot be opened, or is not Parquet, or it needs DuckDB's library, which is missing.</exception>
    public static ITableScan Open(string path, ParquetReadOptions options)
    {
        ParquetMark.Check(path);
        if (OpenFlat(path, options, out string? obstacle) is { } scan)
        {
            return scan;
        }

        try
        {
            DuckDbLibrary.Load();
        }
        catch (ModelyardException exception)
        {
            throw new FrameFormatException(path, $"{obstacle}, and such a file is read by DuckDB. {exception.Message}", exception);
        }

        return new ParquetScan(path, options);
    }

    /// <summary>Opens a file for our own decoder.</summary>
    /// <param name="path">The path of a file that has Parquet's marks.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="obstacle">Receives what our decoder does not read, in words; null if it reads all.</param>
    /// <returns>The scan; null if there is something that our decoder does not read.</returns>
    /// <exception cref="FrameFormatException">The file cannot be opened, or is damaged.</exception>
    public static FlatScan? OpenFlat(string path, ParquetReadOptions options, out string? obstacle)
    {
        var source = ByteSource.Open(path);
        FlatScan? scan = null;
        try
        {
            FileMetadata metadata = FooterReader.Read(source);
            IReadOnlyList<FlatField> fields = FlatSchema.Of(metadata, out obstacle);
            scan = obstacle is null ? new FlatScan(path, source, metadata, fields, options) : null;
            return scan;
        }
        catch (ParquetFormatException exception)
        {
            throw new FrameFormatException(path, $"The Parquet file cannot be read: {exception.Message} Copy or write it again.", exception);
        }
        catch (OverflowException exception)
        {
            throw new FrameFormatException(path, "The Parquet file cannot be read: a number of its metadata is out of range. Copy or write it again.", exception);
        }
        finally
        {
            if (scan is null)
            {
                source.Dispose();
            }
        }
    }
}
