using Modelyard.Data.Mongo;
using Modelyard.Frames;
using Modelyard.Frames.Csv;
using Modelyard.Frames.Json;
using Modelyard.Frames.Lineage;

namespace Modelyard.Data;

/// <summary>Reads tables from BSON as mongodump writes it: documents one after the other.</summary>
/// <remarks>
/// Documents are rows, flattened as <see cref="JsonReader"/> flattens objects, with the same options. Dates are timestamps in UTC, identifiers of objects texts of hexadecimal digits, UUIDs and patterns texts, other
/// binary values texts in base64; a decimal is a double if that gives back its digits, and a long number otherwise. Lengths, depth and types are checked before anything is read by them.
/// </remarks>
public static class BsonReader
{
    private const int PartLength = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">How it is read; the defaults if null.</param>
    /// <returns>The table, and what was assumed.</returns>
    /// <exception cref="FrameFormatException">The file cannot be opened, or is not BSON; the message says which document, where and why.</exception>
    public static JsonReadResult Read(string path, JsonReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new JsonReadOptions();
        JsonReadOptions.Check(options);
        using ByteSource source = ByteSource.Open(path);
        return RecordTable.Read(new BsonSource(source, options), LineageSource.Of(source), options, options.PartLength ?? PartLength);
    }

    /// <summary>Opens a file that is read chunk by chunk, because it is larger than memory or need not be held.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">How it is read; the defaults if null.</param>
    /// <param name="chunkRows">The greatest number of rows of a chunk.</param>
    /// <returns>The chunks; each enumeration reads the file anew and gives the same ones.</returns>
    /// <exception cref="FrameFormatException">The file cannot be opened, or is not BSON; the message says which document, where and why.</exception>
    public static JsonChunks ReadChunks(string path, JsonReadOptions? options = null, int chunkRows = CsvChunks.DefaultRows)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkRows, 1);
        options ??= new JsonReadOptions();
        JsonReadOptions.Check(options);
        using ByteSource source = ByteSource.Open(path);
        return JsonChunks.Survey(path, source, options, chunkRows, (bytes, how) => new BsonSource(bytes, how));
    }
}
