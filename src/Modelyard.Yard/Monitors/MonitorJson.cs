using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Writes what the database keeps of monitors as JSON, and reads it.</summary>
internal static class MonitorJson
{
    internal static string Write(MonitorDefinition monitor) => Text(json =>
    {
        json.WriteString("model", monitor.Model);
        json.WriteNumber("windowSeconds", monitor.Window.TotalSeconds);
        json.WriteNumber("latenessSeconds", monitor.Lateness.TotalSeconds);
        json.WriteString("reference", monitor.Reference.ToString());
        json.WriteNumber("learn", monitor.Learn);
        json.WriteNumber("leastRows", monitor.LeastRows);
        json.WriteNumber("falseAlarms", monitor.FalseAlarms);
        json.WriteString("severity", monitor.Severity.ToString());
        json.WriteString("numbers", monitor.Drift.Numbers.ToString());
        json.WriteString("levels", monitor.Drift.Levels.ToString());
        json.WriteNumber("leastEffect", monitor.Drift.LeastEffect);
        json.WriteNumber("leastMissing", monitor.Drift.LeastMissing);
        Texts(json, "exclude", monitor.Drift.Exclude);
    });

    internal static MonitorDefinition ReadMonitor(string name, string text)
    {
        using var document = JsonDocument.Parse(text);
        JsonElement json = document.RootElement;
        return new MonitorDefinition(name, json.GetProperty("model").GetString()!)
        {
            Window = TimeSpan.FromSeconds(json.GetProperty("windowSeconds").GetDouble()),
            Lateness = TimeSpan.FromSeconds(json.GetProperty("latenessSeconds").GetDouble()),
            Reference = MonitorReference.Parse(json.GetProperty("reference").GetString()!),
            Learn = json.GetProperty("learn").GetInt32(),
            LeastRows = json.GetProperty("leastRows").GetInt32(),
            FalseAlarms = json.GetProperty("falseAlarms").GetDouble(),
            Severity = Enum.Parse<AlarmSeverity>(json.GetProperty("severity").GetString()!),
            Drift = new DriftOptions
            {
                Numbers = Enum.Parse<DriftMeasure>(json.GetProperty("numbers").GetString()!),
                Levels = Enum.Parse<DriftMeasure>(json.GetProperty("levels").GetString()!),
                LeastEffect = json.GetProperty("leastEffect").GetDouble(),
                LeastMissing = json.GetProperty("leastMissing").GetDouble(),
                Exclude = ReadTexts(json, "exclude"),
            },
        };
    }

    internal static string Write(MonitorWindow window) => Text(json =>
    {
        json.WriteString("state", window.State.ToString());
        json.WriteNumber("rows", window.Rows);
        json.WriteNumber("referenceRows", window.ReferenceRows);
        TallyJson.Number(json, "p", window.PValue);
        TallyJson.Number(json, "level", window.Level);
        json.WriteString("summary", window.Summary);
        Texts(json, "quality", window.Quality);
        json.WriteStartArray("columns");
        foreach (WatchedColumn column in window.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            TallyJson.Number(json, "effect", column.Effect);
            TallyJson.Number(json, "p", column.PValue);
            TallyJson.Number(json, "missing", column.Missing);
            json.WriteBoolean("drifted", column.Drifted);
            json.WriteString("evidence", column.Evidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    internal static MonitorWindow ReadWindow(DateTime start, DateTime end, string text)
    {
        using var document = JsonDocument.Parse(text);
        JsonElement json = document.RootElement;
        return new MonitorWindow(start, end, Enum.Parse<WindowState>(json.GetProperty("state").GetString()!), json.GetProperty("rows").GetInt64())
        {
            ReferenceRows = json.GetProperty("referenceRows").GetInt64(),
            PValue = TallyJson.Number(json, "p"),
            Level = TallyJson.Number(json, "level"),
            Summary = json.GetProperty("summary").GetString()!,
            Quality = ReadTexts(json, "quality"),
            Columns = [.. json.GetProperty("columns").EnumerateArray().Select(column => new WatchedColumn(
                column.GetProperty("name").GetString()!, TallyJson.Number(column, "effect"), TallyJson.Number(column, "p"), TallyJson.Number(column, "missing"), column.GetProperty("drifted").GetBoolean(), column.GetProperty("evidence").GetString()!))],
        };
    }

    internal static byte[] Pack(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var packed = new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var json = new Utf8JsonWriter(packed))
        {
            write(json);
        }

        return bytes.ToArray();
    }

    internal static T Unpack<T>(byte[] bytes, Func<JsonElement, T> read)
    {
        using var packed = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var document = JsonDocument.Parse(packed);
        return read(document.RootElement);
    }

    internal static string Text(IEnumerable<string> texts) => Text(json => Texts(json, "texts", texts));

    internal static string[] ReadTexts(string text)
    {
        using var document = JsonDocument.Parse(text);
        return ReadTexts(document.RootElement, "texts");
    }

    internal static string Text(Action<Utf8JsonWriter> members)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts) => TallyJson.Array(json, name, texts, json.WriteStringValue);

    private static string[] ReadTexts(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
}
