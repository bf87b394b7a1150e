using System.Buffers;
using System.Text.Json;
using Modelyard.Agent.Journals;

namespace Modelyard.Agent.Sending;

/// <summary>Sets aside what the server refuses, with the reason, so that what comes after it is not held up.</summary>
/// <param name="folder">The folder of the agent.</param>
/// <param name="most">The number of bytes above which nothing is added: a service that sends what no server takes must not fill the disk.</param>
internal sealed class RefusedFile(string folder, long most)
{
    private readonly string _path = Path.Combine(folder, "refused.ndjson");

    /// <summary>Adds an entry, which is on the disk when this returns.</summary>
    /// <returns>False if the file is full, so that the entry is not kept.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal bool Add(Entry entry, string reason)
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
        if (file.Length + line.WrittenCount > most)
        {
            return false;
        }

        file.Write(line.WrittenSpan);
        file.Flush(flushToDisk: true);
        return true;
    }
}
