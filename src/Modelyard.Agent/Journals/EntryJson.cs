using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Modelyard.Agent.Journals;

/// <summary>Writes predictions and labels as the server takes them.</summary>
internal static class EntryJson
{
    private const string Prediction = "_prediction";
    private const string Probability = "_probability.";
    private const string Moment = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private const int LongestRequest = 200;

    // Names that a log gives columns of its own.
    private static readonly string[] s_reserved = [Prediction, "_time", "_request", "_row", "_key", "_version", "_latency_ms", "_share", "_label"];

    /// <summary>Writes a prediction.</summary>
    /// <exception cref="ArgumentException">A value is of a kind that has no JSON, or a name is one that the log uses itself.</exception>
    internal static Entry Of(IReadOnlyDictionary<string, object?> inputs, object output, PredictionDetails details, string request)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach ((string name, object? value) in inputs)
            {
                if (s_reserved.Contains(name, StringComparer.Ordinal) || name.StartsWith(Probability, StringComparison.Ordinal))
                {
                    throw new ArgumentException($"The input '{name}' has a name that the log uses itself. Give it another.", nameof(inputs));
                }

                Write(json, name, value);
            }

            Write(json, Prediction, output);
            json.WriteString("_time", (details.Time ?? DateTimeOffset.UtcNow).UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture));
            json.WriteString("_request", request);
            Text(json, "_key", details.Key);
            Text(json, "_version", details.Version);
            if (details.Latency is { } latency)
            {
                json.WriteNumber("_latency_ms", latency.TotalMilliseconds);
            }

            foreach ((string name, double chance) in details.Probabilities ?? new Dictionary<string, double>(StringComparer.Ordinal))
            {
                Write(json, Probability + name, chance);
            }

            json.WriteEndObject();
        }

        return new Entry(EntryKind.Prediction, bytes.WrittenMemory);
    }

    /// <summary>Writes a label.</summary>
    /// <exception cref="ArgumentException">The label is of a kind that has no JSON.</exception>
    internal static Entry OfLabel(string member, string name, object? label, DateTimeOffset? at)
    {
        var bytes = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString(member, name);
            Write(json, "label", label);
            Text(json, "at", at?.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        return new Entry(EntryKind.Label, bytes.WrittenMemory);
    }

    /// <summary>Checks the identifier of a request.</summary>
    /// <exception cref="ArgumentException">It is empty or too long.</exception>
    internal static string CheckRequest(string request) => request.Length is > 0 and <= LongestRequest
        ? request
        : throw new ArgumentException($"The identifier of the request has '{request.Length}' characters and must have 1 to {LongestRequest}.", nameof(request));

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null or double.NaN or float.NaN:
                json.WriteNull(name);
                break;
            case string text:
                json.WriteString(name, text);
                break;
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            case double or float or Half:
                double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
                json.WriteNumber(name, double.IsFinite(number) ? number : throw new ArgumentException($"'{name}' is '{number}' and must be finite, or NaN for a missing value.", nameof(value)));
                break;
            case decimal exact:
                json.WriteNumber(name, exact);
                break;
            case ulong large:
                json.WriteNumber(name, large);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset moment:
                json.WriteString(name, moment.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture));
                break;
            case DateTime moment:
                json.WriteString(name, moment.ToString(moment.Kind == DateTimeKind.Unspecified ? Moment.Replace("'Z'", "", StringComparison.Ordinal) : "O", CultureInfo.InvariantCulture));
                break;
            case DateOnly day:
                json.WriteString(name, day.ToString("O", CultureInfo.InvariantCulture));
                break;
            default:
                throw new ArgumentException($"'{name}' is of the type '{value.GetType().Name}' and must be a text, a number, a truth value, a date or null.", nameof(value));
        }
    }
}
