using Modelyard.Data.Parquet.Decoding;
using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;
using Modelyard.Frames.Csv;

namespace Modelyard.Data.Parquet;

/// <summary>Decides by what stands at the end of a Parquet file who reads it: this library, or DuckDB's if it is nested, encrypted, or has something that is not known here.</summary>
internal static class TableScans
{
    /// <summary>Opens a file.</summary>
    /// <exception cref="FrameFormatException">It cannot be opened, or is not Parquet.</exception>
    /// <exception cref="ModelyardException">It needs DuckDB's library, which is missing.</exception>
    public static ITableScan Open(string path, ParquetReadOptions options)
    {
        ParquetMark.Check(path);
        var source = ByteSource.Open(path);
        string? obstacle;
        try
        {
            FileMetadata metadata = FooterReader.Read(source);
            IReadOnlyList<FlatField> fields = FlatSchema.Of(metadata, out obstacle);
            if (obstacle is null)
            {
                return new FlatScan(path, source, metadata, fields, options);
            }
        }
        catch (ParquetFormatException exception)
        {
            source.Dispose();
            throw new FrameFormatException(path, $"The Parquet file cannot be read: {exception.Message}", exception);
        }
        catch
        {
            source.Dispose();
            throw;
        }

        source.Dispose();
        return DuckDbLibrary.IsPresent ? new ParquetScan(path, options) : throw new FrameFormatException(path, $"{obstacle}, and such a file is read by DuckDB. {Missing()}");
    }

    private static string Missing()
    {
        try
        {
            DuckDbLibrary.Load();
            return string.Empty;
        }
        catch (ModelyardException exception)
        {
            return exception.Message;
        }
    }
}
