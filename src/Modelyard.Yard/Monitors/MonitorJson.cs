using System.Globalization;
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
        Texts(json, "watch", monitor.Watch.Select(kind => kind.ToString()));
        json.WriteStartObject("source");
        json.WriteString("kind", monitor.Source.Kind.ToString());
        json.WriteString("address", monitor.Source.Address);
        json.WriteString("query", monitor.Source.Query);
        json.WriteString("time", monitor.Source.Time);
        json.WriteEndObject();
        json.WriteString("since", monitor.Since?.ToString("O", CultureInfo.InvariantCulture));
        Number(json, "windowRows", monitor.WindowRows);
        Number(json, "freshnessSeconds", monitor.Freshness?.TotalSeconds);
        json.WriteNumber("cooldownSeconds", monitor.Cooldown.TotalSeconds);
        json.WriteNumber("labelSeconds", monitor.LabelDelay.TotalSeconds);
        json.WriteNumber("leastWorse", monitor.LeastWorse);
        json.WriteString("costs", monitor.Costs);
        Texts(json, "fair", monitor.Fair);
        Texts(json, "embeddings", monitor.Embeddings);
        Texts(json, "detectors", monitor.Detectors.Select(kind => kind.ToString()));
        json.WriteStartArray("rules");
        foreach (MonitorRule rule in monitor.Rules)
        {
            json.WriteStartObject();
            json.WriteString("name", rule.Name);
            json.WriteString("when", rule.When);
            json.WriteNumber("for", rule.For);
            json.WriteString("severity", rule.Severity?.ToString());
            Number(json, "cooldownSeconds", rule.Cooldown?.TotalSeconds);
            json.WriteString("runbook", rule.Runbook?.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    internal static MonitorDefinition ReadMonitor(string name, string text)
    {
        using var document = JsonDocument.Parse(text);
        JsonElement json = document.RootElement;
        return new MonitorDefinition(name, json.GetProperty("model").GetString())
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
            Watch = [.. ReadTexts(json, "watch").Select(Enum.Parse<WatchKind>)],
            Source = ReadSource(json.GetProperty("source")),
            Since = json.TryGetProperty("since", out JsonElement since) && since.ValueKind == JsonValueKind.String ? DateTime.Parse(since.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind) : null,
            WindowRows = (int?)Number(json, "windowRows"),
            Freshness = Span(json, "freshnessSeconds"),
            Cooldown = Span(json, "cooldownSeconds") ?? TimeSpan.Zero,
            LabelDelay = Span(json, "labelSeconds") ?? TimeSpan.Zero,
            LeastWorse = json.GetProperty("leastWorse").GetDouble(),
            Costs = json.GetProperty("costs").GetString(),
            Fair = ReadTexts(json, "fair"),
            Embeddings = ReadTexts(json, "embeddings"),
            Detectors = [.. ReadTexts(json, "detectors").Select(Enum.Parse<StreamDetector>)],
            Rules = [.. json.GetProperty("rules").EnumerateArray().Select(ReadRule)],
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
        json.WriteString("batch", window.Batch);
        json.WriteStartArray("measures");
        foreach (WindowMeasure measure in window.Measures)
        {
            json.WriteStartObject();
            json.WriteString("name", measure.Name);
            TallyJson.Number(json, "value", measure.Value);
            TallyJson.Number(json, "low", measure.Low);
            TallyJson.Number(json, "high", measure.High);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("looks");
        foreach (WindowLook look in window.Looks)
        {
            json.WriteStartObject();
            json.WriteString("kind", look.Kind.ToString());
            TallyJson.Number(json, "p", look.PValue);
            TallyJson.Number(json, "level", look.Level);
            json.WriteBoolean("found", look.IsFound);
            json.WriteString("summary", look.Summary);
            Texts(json, "subjects", look.Subjects);
            json.WriteEndObject();
        }

        json.WriteEndArray();
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

    internal static MonitorWindow ReadWindow(DateTime start, long skip, DateTime end, string text)
    {
        using var document = JsonDocument.Parse(text);
        JsonElement json = document.RootElement;
        return new MonitorWindow(start, end, Enum.Parse<WindowState>(json.GetProperty("state").GetString()!), json.GetProperty("rows").GetInt64())
        {
            Skip = skip,
            Batch = json.TryGetProperty("batch", out JsonElement batch) ? batch.GetString() : null,
            Measures = json.TryGetProperty("measures", out JsonElement measures) ? [.. measures.EnumerateArray().Select(ReadMeasure)] : [],
            Looks = json.TryGetProperty("looks", out JsonElement looks) ? [.. looks.EnumerateArray().Select(ReadLook)] : [],
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

    private static WindowMeasure ReadMeasure(JsonElement json) =>
        new(json.GetProperty("name").GetString()!, TallyJson.Number(json, "value")) { Low = TallyJson.Number(json, "low"), High = TallyJson.Number(json, "high") };

    private static WindowLook ReadLook(JsonElement json) => new(
        Enum.Parse<WatchKind>(json.GetProperty("kind").GetString()!), TallyJson.Number(json, "p"), TallyJson.Number(json, "level"), json.GetProperty("found").GetBoolean(), json.GetProperty("summary").GetString()!)
    {
        Subjects = ReadTexts(json, "subjects"),
    };

    private static MonitorSource ReadSource(JsonElement json) => new(Enum.Parse<SourceKind>(json.GetProperty("kind").GetString()!), json.GetProperty("address").GetString()!)
    {
        Query = json.GetProperty("query").GetString(),
        Time = json.GetProperty("time").GetString(),
    };

    private static MonitorRule ReadRule(JsonElement json) => new(json.GetProperty("name").GetString()!, json.GetProperty("when").GetString()!)
    {
        For = json.GetProperty("for").GetInt32(),
        Severity = json.GetProperty("severity").GetString() is { } severity ? Enum.Parse<AlarmSeverity>(severity) : null,
        Cooldown = Span(json, "cooldownSeconds"),
        Runbook = json.GetProperty("runbook").GetString() is { } address ? new Uri(address) : null,
    };

    private static void Number(Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static double? Number(JsonElement json, string name) => json.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static TimeSpan? Span(JsonElement json, string name) => Number(json, name) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
