using System.Buffers;
using System.Text.Json;
using Modelyard.Agent.Journals;

namespace Modelyard.Agent.Sending;

/// <summary>Sets aside what the server refuses, with the reason, so that what comes after it is not held up.</summary>
/// <param name="folder">The folder of the agent.</param>
internal sealed class RefusedFile(string folder)
{
    private readonly string _path = Path.Combine(folder, "refused.ndjson");

    /// <summary>Adds an entry, which is on the disk when this returns.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal void Add(Entry entry, string reason)
    {
        var line = new ArrayBufferWriter<byte>(entry.Json.Length + 256);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("kind", entry.Kind == EntryKind.Label ? "label" : "prediction");
            json.WriteString("reason", reason);
            json.WritePropertyName("content");
            json.WriteRawValue(entry.Json.Span);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(line.WrittenSpan);
        file.Flush(flushToDisk: true);
    }
}
