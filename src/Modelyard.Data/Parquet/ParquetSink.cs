using Modelyard.Data.Parquet.Writing;
using Modelyard.Frames;

namespace Modelyard.Data;

/// <summary>Represents a Parquet file that is written chunk by chunk, and appears under its name when it is complete.</summary>
/// <remarks>
/// A row group is written as soon as its rows are there, and no more than one is held. Kinds are kept: integers are INT64, doubles DOUBLE with missing cells for NaN,
/// booleans BOOLEAN, texts and categories STRING, timestamps TIMESTAMP in microseconds, adjusted to UTC if they are UTC. A time with parts of a microsecond is refused.
/// The bytes of the file depend on the rows and the options alone, not on the chunks or the number of threads.
/// </remarks>
public sealed class ParquetSink : IFrameSink
{
    private readonly string _path;
    private readonly PendingFile _file;
    private readonly ParquetOutput _output;

    /// <summary>Initializes a file.</summary>
    /// <param name="path">The path; a file that is there is replaced in the end.</param>
    /// <param name="options">How it is written; the defaults if null.</param>
    /// <exception cref="IOException">No file can be made there.</exception>
    public ParquetSink(string path, ParquetWriteOptions? options = null)
    {
        _path = path;
        _file = new PendingFile(path);
        try
        {
            _output = new ParquetOutput(_file.Stream, path, options ?? new ParquetWriteOptions());
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Write(Frame chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        _output.Write(chunk);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        _output.Complete();
        try
        {
            _file.Complete();
        }
        catch (IOException exception)
        {
            throw new IOException($"{_path}: The Parquet file cannot be written: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _file.Dispose();
    }
}
