using Modelyard.Data.Mongo;
using Modelyard.Frames;

namespace Modelyard.Data;

/// <summary>Reads tables from MongoDB's extended JSON as mongoexport writes it: one object a line, or an array of objects.</summary>
/// <remarks>
/// It is read as <see cref="JsonReader"/> reads JSON, and values that are wrapped in objects, as in {"$oid": "..."}, {"$date": "..."} or {"$numberLong": "..."}, are unwrapped, those of version 1 and of version 2,
/// relaxed and canonical. They become what <see cref="BsonReader"/> makes of them. Within arrays that are kept as texts they stay as they are.
/// </remarks>
public static class ExtendedJsonReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">How it is read; the defaults if null.</param>
    /// <returns>The table, and what was assumed.</returns>
    /// <exception cref="FrameFormatException">The file cannot be opened, or is not a table; the message says where and why.</exception>
    public static JsonReadResult Read(string path, JsonReadOptions? options = null) => JsonReader.Read(path, Unwrapping(options));

    /// <summary>Opens a file that is read chunk by chunk, because it is larger than memory or need not be held.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">How it is read; the defaults if null.</param>
    /// <param name="chunkRows">The greatest number of rows of a chunk.</param>
    /// <returns>The chunks; each enumeration reads the file anew and gives the same ones.</returns>
    /// <exception cref="FrameFormatException">The file cannot be opened, or is not a table; the message says where and why.</exception>
    public static JsonChunks ReadChunks(string path, JsonReadOptions? options = null, int chunkRows = CsvChunks.DefaultRows) => JsonReader.ReadChunks(path, Unwrapping(options), chunkRows);

    private static JsonReadOptions Unwrapping(JsonReadOptions? options) => (options ?? new JsonReadOptions()) with { Wrapped = new ExtendedValues() };
}
