using Modelyard.Data.Files;
using Modelyard.Data.ObjectStores;
using Modelyard.Frames;
using Modelyard.Frames.Lineage;

namespace Modelyard.Data;

/// <summary>Reads and writes tables by the format that the name of their file tells: CSV, TSV, JSON, NDJSON, Parquet and, to read, BSON; packed with gzip if the name ends with '.gz'.</summary>
/// <remarks>
/// An address such as 's3://bucket/key.csv' is an object of a store that speaks S3 (<see cref="ObjectStoreOptions"/>). What is packed or far away comes into a temporary file of which nothing remains. A file that is written appears under its name only when it is whole.
/// </remarks>
public static class TableFiles
{
    /// <summary>Finds the format that a name tells by its ending.</summary>
    /// <param name="path">The path of the file, or the address of an object.</param>
    /// <returns>The format; null if the name tells none.</returns>
    public static TableFormat? FormatOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return TableName.Find(path)?.Format;
    }

    /// <summary>Reads a table.</summary>
    /// <param name="path">The path of the file, or the address of an object.</param>
    /// <param name="options">How it is read; the defaults if null.</param>
    /// <returns>The table, its format and what was assumed.</returns>
    /// <exception cref="ModelyardException">The name tells no format, or the file cannot be opened or is not such a table; the message says where and why.</exception>
    public static TableReadResult Read(string path, TableReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new TableReadOptions();
        TableName name = TableName.Of(path, options.Format);
        using LocalFile file = LocalFile.Of(path, name.IsGzip, options);
        return From(LineageSource.OfFile(path), options, Under(path, file, () => TableSource.Read(file.Path, name.Format, options)));
    }

    /// <summary>Reads a table from a stream to its end; the stream stays open.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="format">The format.</param>
    /// <param name="options">How it is read; the defaults if null.</param>
    /// <param name="name">What errors call the stream; if it ends with '.gz' the stream is packed.</param>
    /// <returns>The table, its format and what was assumed.</returns>
    /// <exception cref="ModelyardException">The bytes are not such a table; the message says where and why.</exception>
    public static TableReadResult Read(Stream stream, TableFormat format, TableReadOptions? options = null, string name = "the stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        options ??= new TableReadOptions();
        using LocalFile file = LocalFile.Copy(stream, TableName.Of(name, format).IsGzip, name, options.MaxBytes);
        return From(new LineageSource(name), options, Under(name, file, () => TableSource.Read(file.Path, format, options)));
    }

    /// <summary>Opens a table that is read chunk by chunk, because it is larger than memory or need not be held.</summary>
    /// <param name="path">The path of the file, or the address of an object.</param>
    /// <param name="options">How it is read; the defaults if null.</param>
    /// <param name="chunkRows">The greatest number of rows of a chunk.</param>
    /// <returns>The chunks; each enumeration reads the file anew and gives the same ones.</returns>
    /// <exception cref="ModelyardException">The name tells no format, or the file cannot be opened or is not such a table; the message says where and why.</exception>
    public static IFrameChunks ReadChunks(string path, TableReadOptions? options = null, int chunkRows = CsvChunks.DefaultRows)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkRows, 1);
        options ??= new TableReadOptions();
        TableName name = TableName.Of(path, options.Format);
        if (!name.IsGzip && !ObjectAddress.Is(path))
        {
            return TableSource.ReadChunks(path, name.Format, options, chunkRows);
        }

        return new CopiedChunks(
            path,
            () => LocalFile.Of(path, name.IsGzip, options),
            (copy, kinds) => TableSource.ReadChunks(copy, name.Format, options with { Kinds = kinds }, chunkRows),
            options.Kinds);
    }

    /// <summary>Writes a table to a file, which appears under its name only when it is whole.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="path">The path of the file, or the address of an object; one that is there is replaced.</param>
    /// <param name="options">How it is written; the defaults if null.</param>
    /// <exception cref="ModelyardException">The name tells no format that is written, or a cell cannot be held; the message says which.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why.</exception>
    public static void Write(Frame frame, string path, TableWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        using IFrameSink sink = OpenSink(path, options);
        sink.Write(frame);
        sink.Complete();
    }

    /// <summary>Writes a table to a stream, which stays open.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="format">The format.</param>
    /// <param name="options">How it is written; the defaults if null.</param>
    /// <exception cref="ModelyardException">The format is not written, or a cell cannot be held; the message says which.</exception>
    public static void Write(Frame frame, Stream stream, TableFormat format, TableWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        using IFrameSink sink = OpenSink(stream, format, options);
        sink.Write(frame);
        sink.Complete();
    }

    /// <summary>Opens a file that is written chunk by chunk, and appears under its name when it is complete.</summary>
    /// <param name="path">The path of the file, or the address of an object; one that is there is replaced in the end.</param>
    /// <param name="options">How it is written; the defaults if null.</param>
    /// <returns>The sink, to be disposed of.</returns>
    /// <exception cref="ModelyardException">The name tells no format that is written.</exception>
    /// <exception cref="IOException">No file can be made there.</exception>
    public static IFrameSink OpenSink(string path, TableWriteOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new TableWriteOptions();
        TableName name = TableName.Of(path, options.Format);
        TableSink.CheckWritten(path, name.Format);
        if (ObjectAddress.Is(path))
        {
            return TableSink.Open(path, new ObjectTarget(path, options.Store), name, options);
        }

        return name is { Format: TableFormat.Parquet, IsGzip: false } && !WholeFile.IsSpecial(Path.GetFullPath(path))
            ? new ParquetSink(path, options.Parquet)
            : TableSink.Open(path, new FileTarget(path), name, options);
    }

    /// <summary>Opens a sink that writes to a stream, which stays open.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="format">The format.</param>
    /// <param name="options">How it is written; the defaults if null.</param>
    /// <returns>The sink, to be disposed of. Parquet reaches the stream row group by row group, other formats chunk by chunk.</returns>
    /// <exception cref="ModelyardException">The format is not written.</exception>
    public static IFrameSink OpenSink(Stream stream, TableFormat format, TableWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        TableSink.CheckWritten("the stream", format);
        return TableSink.Open("the stream", new StreamTarget(stream), new TableName(format, IsGzip: false), options ?? new TableWriteOptions());
    }

    /// <summary>Records that a table was read from what it was asked of, whichever copy of it was read, and with which columns and conditions.</summary>
    private static TableReadResult From(LineageSource source, TableReadOptions options, TableReadResult read) => read with
    {
        Frame = read.Frame.ReadFrom(
            source,
            ("columns", options.Columns is null ? null : string.Join(", ", options.Columns)),
            ("where", options.Conditions.Count == 0 ? null : string.Join(" and ", options.Conditions.Select(one => $"{one.Column} {one.Operator} {one.Value}")))),
    };

    /// <summary>Does something with a file, and names what it is a copy of in what goes wrong.</summary>
    internal static T Under<T>(string name, LocalFile file, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (FrameFormatException exception) when (file.IsCopy && exception.SourceName == file.Path)
        {
            throw exception.Of(name);
        }
    }
}
