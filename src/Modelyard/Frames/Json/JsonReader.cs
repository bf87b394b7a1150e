using Modelyard.Frames.Csv;
using Modelyard.Frames.Json;
using Modelyard.Frames.Lineage;

namespace Modelyard.Frames;

/// <summary>Reads tables from JSON: an array of objects, or one object a line (NDJSON, JSON lines).</summary>
/// <remarks>
/// <para>
/// A key is a column, and the objects are the rows. The kind of a column is inferred from all of its values: true and false make booleans; integers of 64 bits make
/// integers; numbers otherwise make doubles, and so do the texts Infinity, -Infinity and NaN; texts that all are ISO 8601 dates or times, all with a time zone or all without, make
/// timestamps. Other texts are a category if there are at most 65,536 different ones, each in two rows or more on average; otherwise text. Texts of digits stay texts. Null and
/// a key that a row does not have are missing cells; a column without any value is one of doubles.
/// </para>
/// <para>
/// Objects in a row are flattened: {"address": {"city": "Bern"}} gives the column 'address.city'. Arrays are texts of JSON, or columns of their own if the options say so.
/// Values of several kinds under one key, and numbers with more digits than an integer or a double holds, make a column of texts with a note, or are refused, as the options say.
/// A key that occurs twice in one object is refused.
/// </para>
/// </remarks>
public static class JsonReader
{
    private const int DefaultPart = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">How it is read; the defaults if null.</param>
    /// <returns>The table, and what was assumed.</returns>
    /// <exception cref="FrameFormatException">The file cannot be opened, or is not a table; the message says where and why.</exception>
    public static JsonReadResult Read(string path, JsonReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using ByteSource source = ByteSource.Open(path);
        return Read(source, options ?? new JsonReadOptions());
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="options">How it is read; the defaults if null.</param>
    /// <param name="name">What errors call the stream.</param>
    /// <returns>The table, and what was assumed.</returns>
    /// <exception cref="FrameFormatException">The bytes are not a table; the message says where and why.</exception>
    public static JsonReadResult Read(Stream stream, JsonReadOptions? options = null, string name = "the stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        using ByteSource source = ByteSource.Of(stream, name);
        return Read(source, options ?? new JsonReadOptions());
    }

    /// <summary>Reads bytes in memory.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="options">How it is read; the defaults if null.</param>
    /// <param name="name">What errors call the text.</param>
    /// <returns>The table, and what was assumed.</returns>
    /// <exception cref="FrameFormatException">The bytes are not a table; the message says where and why.</exception>
    public static JsonReadResult Read(ReadOnlyMemory<byte> utf8, JsonReadOptions? options = null, string name = "the text")
    {
        using ByteSource source = ByteSource.Of(utf8, name);
        return Read(source, options ?? new JsonReadOptions());
    }

    /// <summary>Opens a file that is read chunk by chunk, because it is larger than memory or need not be held.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">How it is read; the defaults if null.</param>
    /// <param name="chunkRows">The greatest number of rows of a chunk.</param>
    /// <returns>The chunks; each enumeration reads the file anew and gives the same ones.</returns>
    /// <remarks>A first pass over the whole file finds the columns and infers their kinds by the rules of <see cref="Read(string, JsonReadOptions?)"/>.</remarks>
    /// <exception cref="FrameFormatException">The file cannot be opened, or is not a table; the message says where and why.</exception>
    public static JsonChunks ReadChunks(string path, JsonReadOptions? options = null, int chunkRows = CsvChunks.DefaultRows)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkRows, 1);
        options ??= new JsonReadOptions();
        JsonReadOptions.Check(options);
        using ByteSource source = ByteSource.Open(path);
        return source.IsFile
            ? JsonChunks.Survey(path, source, options, chunkRows, (bytes, how) => new JsonSource(bytes, how))
            : throw new FrameFormatException(path, "This is a pipe, which gives its rows but once, and chunks are read in several passes. Write it to a file and read that.");
    }

    internal static JsonReadResult Read(ByteSource source, JsonReadOptions options)
    {
        JsonReadOptions.Check(options);
        return RecordTable.Read(new JsonSource(source, options), LineageSource.Of(source), options, options.PartLength ?? DefaultPart);
    }
}
