using System.Text;
using System.Text.Json;

namespace Modelyard.Frames.Lineage;

/// <summary>Reads and writes the lineage of a table as JSON, so that it goes from one command to the next beside the table's file.</summary>
public static class LineageFile
{
    /// <summary>What is added to the path of a table for that of its lineage.</summary>
    public const string Ending = ".lineage.json";

    private const int Version = 1;
    private const int MostSteps = 100_000;
    private const long MostBytes = 256L << 20;

    /// <summary>Writes a lineage.</summary>
    /// <param name="lineage">The step that the table came out of.</param>
    /// <param name="table">The table's own file, whose digest the lineage is bound to; null if there is none.</param>
    /// <param name="stream">Receives the JSON.</param>
    public static void Write(LineageStep lineage, LineageSource? table, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(lineage);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        Write(lineage, table, json);
    }

    /// <summary>Writes a lineage as a short text, such as a model file keeps.</summary>
    /// <param name="lineage">The step that the table came out of.</param>
    /// <param name="most">The greatest number of characters; of a lineage that would need more, only the sources of the columns are told.</param>
    /// <returns>JSON without spaces; null if even the sources need more.</returns>
    public static string? ToText(LineageStep lineage, int most = 1 << 16)
    {
        ArgumentNullException.ThrowIfNull(lineage);
        string text = Text(lineage);
        if (text.Length > most)
        {
            LineageStep[] sources = [.. lineage.History().Where(step => step.Inputs.Count == 0)];
            text = Text(lineage.As("summary", [], sources));
        }

        return text.Length <= most ? text : null;
    }

    /// <summary>Reads a lineage of a text that <see cref="ToText"/> made.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The step that the table came out of; null if the text is no lineage.</returns>
    public static LineageStep? FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document).Lineage;
        }
        catch (Exception exception) when (IsNoLineage(exception))
        {
            return null;
        }
    }

    private static string Text(LineageStep lineage)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Write(lineage, null, json);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void Write(LineageStep lineage, LineageSource? table, Utf8JsonWriter json)
    {
        IReadOnlyList<LineageStep> steps = lineage.History();
        Dictionary<LineageStep, int> numbers = steps.Select((step, number) => (step, number)).ToDictionary();
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        if (table is not null)
        {
            json.WritePropertyName("table");
            WriteSource(json, table.WithDigest());
        }

        json.WriteStartArray("steps");
        foreach (LineageStep step in steps)
        {
            WriteStep(json, step, numbers);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads a lineage.</summary>
    /// <param name="path">The path of the JSON file.</param>
    /// <returns>The step that the table came out of, and the table's own file; null if the lineage does not tell it.</returns>
    /// <exception cref="FrameFormatException">The file cannot be read or is no lineage; the message says why.</exception>
    public static (LineageStep Lineage, LineageSource? Table) Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream stream = File.OpenRead(path);
            return stream.Length <= MostBytes ? Read(stream) : throw new FrameFormatException(path, $"The file has '{stream.Length}' bytes and a lineage may have '{MostBytes}'.");
        }
        catch (Exception exception) when (IsNoLineage(exception))
        {
            throw new FrameFormatException(path, "This is no lineage of a table, or it was damaged. Delete it, or make the table again.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FrameFormatException(path, $"The file cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads the lineage that stands beside a table's file, if there is one and it is of this very content.</summary>
    /// <param name="path">The path of the table's file.</param>
    /// <returns>The step that the table came out of; null if none is known.</returns>
    /// <exception cref="FrameFormatException">The file beside the table is no lineage.</exception>
    public static LineageStep? Find(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path + Ending))
        {
            return null;
        }

        (LineageStep lineage, LineageSource? table) = Read(path + Ending);
        return table?.Digest is { } digest && LineageSource.OfFile(path).WithDigest().Digest == digest ? lineage : null;
    }

    /// <summary>Tells where the table of a file comes from: what stands beside the file, or else that it was read from it.</summary>
    /// <param name="path">The path of the file, or what else tells the place.</param>
    /// <param name="columns">The names of its columns.</param>
    /// <returns>The step that the table came out of.</returns>
    /// <exception cref="FrameFormatException">The file beside the table is no lineage.</exception>
    public static LineageStep Of(string path, IEnumerable<string> columns)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string[] names = [.. columns];
        return Find(path) is { } lineage && lineage.Columns.SequenceEqual(names, StringComparer.Ordinal)
            ? lineage
            : new LineageStep("read", [], [], names, null, source: LineageSource.OfFile(path));
    }

    /// <summary>Gives a table the lineage that stands beside the file that it was read from, if there is one of this very content.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="path">The path of the file; of an address or '-' the table stays as it is.</param>
    /// <returns>The same table.</returns>
    /// <exception cref="FrameFormatException">The file beside the table is no lineage.</exception>
    public static Frame Restore(Frame frame, string path)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Find(path) is { } lineage && lineage.Columns.SequenceEqual(frame.Lineage.Columns, StringComparer.Ordinal) ? frame.WithLineage(lineage) : frame;
    }

    /// <summary>Determines whether a table was made of one whose lineage stands beside its file, so that its own is to stand beside its file too.</summary>
    /// <param name="lineage">The step that the table came out of.</param>
    /// <returns>True if a step before it was read from a file.</returns>
    public static bool IsKept(LineageStep lineage)
    {
        ArgumentNullException.ThrowIfNull(lineage);
        return lineage.History().Any(step => step.IsKept);
    }

    /// <summary>Writes the lineage of a table beside its file.</summary>
    /// <param name="lineage">The step that the table came out of.</param>
    /// <param name="path">The path of the table's file, which is whole.</param>
    /// <exception cref="IOException">The lineage cannot be written.</exception>
    public static void WriteBeside(LineageStep lineage, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path + Ending, stream => Write(lineage, LineageSource.OfFile(path), stream));
    }

    private static (LineageStep Lineage, LineageSource? Table) Read(Stream stream)
    {
        using var document = JsonDocument.Parse(stream);
        return Read(document);
    }

    private static bool IsNoLineage(Exception exception) => exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException;

    private static (LineageStep Lineage, LineageSource? Table) Read(JsonDocument document)
    {
        JsonElement root = document.RootElement;
        if (root.GetProperty("version").GetInt32() != Version)
        {
            throw new FormatException("The version is not known.");
        }

        List<LineageStep> steps = [];
        foreach (JsonElement step in root.GetProperty("steps").EnumerateArray().Take(MostSteps))
        {
            steps.Add(ReadStep(step, steps));
        }

        return (steps[^1], root.TryGetProperty("table", out JsonElement table) ? ReadSource(table) : null);
    }

    private static void WriteStep(Utf8JsonWriter json, LineageStep step, Dictionary<LineageStep, int> numbers)
    {
        json.WriteStartObject();
        json.WriteString("verb", step.Verb);
        if (step.Source is { } source)
        {
            json.WritePropertyName("source");
            WriteSource(json, source.WithDigest());
        }

        json.WriteStartObject("parameters");
        foreach ((string name, string value) in step.Parameters)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        if (step.Rows is { } rows)
        {
            json.WriteNumber("rows", rows);
        }

        json.WriteStartArray("inputs");
        foreach (LineageStep input in step.Inputs)
        {
            json.WriteNumberValue(numbers[input]);
        }

        json.WriteEndArray();
        json.WriteStartObject("columns");
        foreach (string column in step.Columns)
        {
            json.WriteStartArray(column);
            foreach (ColumnOrigin origin in step.OriginsOf(column))
            {
                json.WriteStartArray();
                json.WriteNumberValue(numbers[origin.Step]);
                json.WriteStringValue(origin.Column);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static LineageStep ReadStep(JsonElement step, List<LineageStep> before)
    {
        List<string> columns = [];
        Dictionary<string, ColumnOrigin[]> origins = new(StringComparer.Ordinal);
        foreach (JsonProperty column in step.GetProperty("columns").EnumerateObject())
        {
            columns.Add(column.Name);
            origins.Add(column.Name, [.. column.Value.EnumerateArray().Select(origin => Origin(before[origin[0].GetInt32()], origin[1].GetString()!))]);
        }

        return new LineageStep(
            step.GetProperty("verb").GetString()!,
            [.. step.GetProperty("parameters").EnumerateObject().Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value.GetString()!))],
            [.. step.GetProperty("inputs").EnumerateArray().Select(number => before[number.GetInt32()])],
            columns,
            step.TryGetProperty("rows", out JsonElement rows) ? rows.GetInt64() : null,
            origins,
            step.TryGetProperty("source", out JsonElement source) ? ReadSource(source) : null)
        {
            IsKept = true,
        };
    }

    private static ColumnOrigin Origin(LineageStep step, string column) => step.Has(column)
        ? new ColumnOrigin(step, column)
        : throw new FormatException("A column comes from one that is not there.");

    private static void WriteSource(Utf8JsonWriter json, LineageSource source)
    {
        json.WriteStartObject();
        json.WriteString("name", source.Name);
        if (source.Bytes is { } bytes)
        {
            json.WriteNumber("bytes", bytes);
        }

        if (source.Digest is { } digest)
        {
            json.WriteString("sha256", digest);
        }

        json.WriteEndObject();
    }

    private static LineageSource ReadSource(JsonElement source) => new(source.GetProperty("name").GetString()!)
    {
        Bytes = source.TryGetProperty("bytes", out JsonElement bytes) ? bytes.GetInt64() : null,
        Digest = source.TryGetProperty("sha256", out JsonElement digest) ? digest.GetString() : null,
    };
}
