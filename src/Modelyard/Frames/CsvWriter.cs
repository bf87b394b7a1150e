using Modelyard.Frames.Csv;

namespace Modelyard.Frames;

/// <summary>Writes tables as delimited text, CSV as RFC 4180 has it, in UTF-8.</summary>
/// <remarks>
/// Reading the text back gives the same values: doubles have the fewest digits that do so, timestamps are ISO 8601. Texts are quoted where
/// they must be, and where they are empty or a missing token, so that a reader that keeps quoted tokens tells them from missing cells.
/// </remarks>
public static class CsvWriter
{
    /// <summary>Writes a table to a file, which appears under its name only when it is whole; a device or a pipe is written to as it is.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="path">The path of the file; one that is there is replaced.</param>
    /// <param name="options">How it is written; the defaults if null.</param>
    /// <exception cref="IOException">The file cannot be written; the message says why.</exception>
    public static void Write(Frame frame, string path, CsvWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            WholeFile.Write(path, stream => Write(frame, stream, options));
        }
        catch (IOException exception) when (!exception.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new IOException($"{path}: The file cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>Writes a table to a stream, which stays open.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="options">How it is written; the defaults if null.</param>
    public static void Write(Frame frame, Stream stream, CsvWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new CsvWriteOptions();
        new CsvBlocks(options).Write(frame, stream, options.HasHeader);
    }
}
