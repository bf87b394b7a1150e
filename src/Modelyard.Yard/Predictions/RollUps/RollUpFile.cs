using System.IO.Compression;
using System.Text.Json;
using Modelyard.Lifecycle.Storage;
using Modelyard.Numerics;

namespace Modelyard.Lifecycle.Predictions.RollUps;

/// <summary>Represents the roll-ups of one segment, or of a day whose segments were put together, as a file of compressed JSON.</summary>
/// <param name="Segments">The names of the segments that were added up, in order.</param>
/// <param name="Hours">The predictions by hour and version.</param>
/// <param name="Labels">How many labels came in each hour.</param>
internal sealed record RollUpFile(IReadOnlyList<string> Segments, IReadOnlyList<PredictionRollUp> Hours, IReadOnlyList<KeyValuePair<DateTime, long>> Labels)
{
    /// <summary>The ending of the file's name.</summary>
    internal const string Ending = ".rollup.json.gz";

    private const string Format = "modelyard-rollup";
    private const int FormatVersion = 1;

    // A day of 24 hours takes some 10 kB for each version.
    private const int MostBytes = 256 << 20;

    /// <summary>Determines whether the roll-ups are of these segments and no others.</summary>
    /// <param name="segments">The paths.</param>
    internal bool IsOf(IReadOnlyCollection<string> segments) => Segments.Count == segments.Count && segments.Select(path => Path.GetFileName(path)).ToHashSet(StringComparer.Ordinal).SetEquals(Segments);

    /// <summary>Writes the file: it appears when it is whole and on the disk.</summary>
    internal void Write(string path)
    {
        string part = $"{path}.{Guid.NewGuid():N}.part";
        using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write))
        {
            using (var packed = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
            using (var json = new Utf8JsonWriter(packed))
            {
                Write(json);
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: true);
        DurableFolder.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>Reads a file.</summary>
    /// <returns>The roll-ups; null if there is no such file.</returns>
    /// <exception cref="YardException">The file is damaged.</exception>
    internal static RollUpFile? TryRead(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var packed = new GZipStream(file, CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            byte[] buffer = new byte[1 << 16];
            for (int read; (read = packed.Read(buffer)) > 0;)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > MostBytes)
                {
                    throw new InvalidDataException($"It is longer than {MostBytes:N0} bytes.");
                }
            }

            using var document = JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
            return Read(document.RootElement);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new YardException($"The roll-up '{path}' is damaged: {fault.Message} Restore it from a copy, or remove it: what is still held of its rows is added up again.", fault);
        }
    }

    private static RollUpFile Read(JsonElement root) => root.GetProperty("format").GetString() != Format || root.GetProperty("version").GetInt32() != FormatVersion
        ? throw new InvalidDataException($"It is not of the format '{Format}' {FormatVersion}.")
        : new RollUpFile(
            [.. root.GetProperty("segments").EnumerateArray().Select(name => name.GetString()!)],
            [.. root.GetProperty("hours").EnumerateArray().Select(ReadHour)],
            [.. root.GetProperty("labels").EnumerateArray().Select(hour => KeyValuePair.Create(Time(hour.GetProperty("start")), hour.GetProperty("count").GetInt64()))]);

    private static PredictionRollUp ReadHour(JsonElement hour)
    {
        var read = new PredictionRollUp(Time(hour.GetProperty("start")), hour.GetProperty("version").GetString()!)
        {
            Predictions = hour.GetProperty("predictions").GetInt64(),
            Requests = hour.GetProperty("requests").GetInt64(),
            Estimated = hour.GetProperty("estimated").GetDouble(),
            Latency = ReadHistogram(hour, "latency_ms"),
            Numbers = ReadHistogram(hour, "numbers"),
        };
        foreach (JsonProperty one in hour.GetProperty("classes").EnumerateObject())
        {
            read.ClassCounts[one.Name] = one.Value.GetInt64();
        }

        foreach (JsonProperty one in hour.GetProperty("probabilities").EnumerateObject())
        {
            read.ProbabilitySums[one.Name] = one.Value.GetDouble();
        }

        foreach (JsonProperty one in hour.GetProperty("missing").EnumerateObject())
        {
            read.MissingCounts[one.Name] = one.Value.GetInt64();
        }

        return read;
    }

    private static LogHistogram ReadHistogram(JsonElement hour, string name)
    {
        if (!hour.TryGetProperty(name, out JsonElement histogram))
        {
            return new LogHistogram();
        }

        int[] bins = [.. histogram.GetProperty("bins").EnumerateArray().Select(bin => bin.GetInt32())];
        long[] counts = [.. histogram.GetProperty("counts").EnumerateArray().Select(count => count.GetInt64())];
        return LogHistogram.Of(bins.Zip(counts, KeyValuePair.Create), histogram.GetProperty("sum").GetDouble(), histogram.GetProperty("minimum").GetDouble(), histogram.GetProperty("maximum").GetDouble());
    }

    private static DateTime Time(JsonElement text) => DateTime.SpecifyKind(text.GetDateTime(), DateTimeKind.Utc);

    private static void Write(Utf8JsonWriter json, string name, LogHistogram histogram)
    {
        if (histogram.Count == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("sum", histogram.Sum);
        json.WriteNumber("minimum", histogram.Minimum);
        json.WriteNumber("maximum", histogram.Maximum);
        IReadOnlyList<KeyValuePair<int, long>> bins = histogram.Bins;
        json.WriteStartArray("bins");
        foreach ((int bin, _) in bins)
        {
            json.WriteNumberValue(bin);
        }

        json.WriteEndArray();
        json.WriteStartArray("counts");
        foreach ((_, long count) in bins)
        {
            json.WriteNumberValue(count);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write<T>(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, T>> members, Action<string, T> write)
    {
        json.WriteStartObject(name);
        foreach ((string member, T value) in members)
        {
            write(member, value);
        }

        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", FormatVersion);
        json.WriteStartArray("segments");
        foreach (string segment in Segments)
        {
            json.WriteStringValue(segment);
        }

        json.WriteEndArray();
        json.WriteStartArray("hours");
        foreach (PredictionRollUp hour in Hours)
        {
            json.WriteStartObject();
            json.WriteString("start", hour.Start);
            json.WriteString("version", hour.Version);
            json.WriteNumber("predictions", hour.Predictions);
            json.WriteNumber("requests", hour.Requests);
            json.WriteNumber("estimated", hour.Estimated);
            Write(json, "latency_ms", hour.Latency);
            Write(json, "numbers", hour.Numbers);
            Write(json, "classes", hour.Classes, json.WriteNumber);
            Write(json, "probabilities", hour.Probabilities, json.WriteNumber);
            Write(json, "missing", hour.Missing, json.WriteNumber);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("labels");
        foreach ((DateTime start, long count) in Labels)
        {
            json.WriteStartObject();
            json.WriteString("start", start);
            json.WriteNumber("count", count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
