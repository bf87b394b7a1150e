using Modelyard.Frames;

namespace Modelyard.Data;

/// <summary>Writes Parquet files.</summary>
public static class ParquetWriter
{
    /// <summary>Writes a table to a file, which appears under its name only when it is whole.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="path">The path of the file; one that is there is replaced.</param>
    /// <param name="options">How it is written; the defaults if null.</param>
    /// <exception cref="IOException">The file cannot be written; the message says why.</exception>
    /// <exception cref="ModelyardException">A cell cannot be held; the message says which.</exception>
    public static void Write(Frame frame, string path, ParquetWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        using var sink = new ParquetSink(path, options);
        sink.Write(frame);
        sink.Complete();
    }
}
