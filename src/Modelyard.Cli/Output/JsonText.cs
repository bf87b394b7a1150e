using System.Text.Encodings.Web;
using System.Text.Json;
using Modelyard.Persistence;

namespace Modelyard.Cli;

/// <summary>Writes one JSON object on standard output.</summary>
internal static class JsonText
{
    /// <summary>Writes what a callback puts into an object.</summary>
    internal static void Write(Terminal terminal, Action<Utf8JsonWriter> members)
    {
        using var bytes = new MemoryStream();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(bytes, options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        terminal.Line(JsonLayout.Lay(bytes.ToArray()));
    }

    /// <summary>Writes a number; JSON has no NaN and no infinity, so null stands for them.</summary>
    internal static void Number(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>Writes scores as an object, each by the name of its metric, with its interval.</summary>
    internal static void Scores(this Utf8JsonWriter json, string name, IEnumerable<MetricScore> scores)
    {
        json.WriteStartObject(name);
        foreach (MetricScore score in scores)
        {
            json.Score(score);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a score by the name of its metric, with its interval.</summary>
    internal static void Score(this Utf8JsonWriter json, MetricScore score)
    {
        json.WriteStartObject(score.Name);
        json.Number("value", score.Value);
        json.Number("low", score.Low);
        json.Number("high", score.High);
        json.WriteEndObject();
    }

    /// <summary>Writes numbers as an array; null stands for those that are not finite.</summary>
    internal static void Numbers(this Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                json.WriteNumberValue(value);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a count; null stands for one that is not known.</summary>
    internal static void Count(this Utf8JsonWriter json, string name, long? count)
    {
        if (count is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>Writes texts as an array.</summary>
    internal static void Texts(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes an array of objects.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="name">The name of the array.</param>
    /// <param name="items">What each object is of.</param>
    /// <param name="members">Writes the members of one.</param>
    internal static void Objects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> members)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            members(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes hyperparameters and the like as an object, numbers as numbers and truth values as such.</summary>
    internal static void Values(this Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> values)
    {
        json.WriteStartObject(name);
        foreach ((string key, string value) in values)
        {
            if (double.TryParse(value, out double number) && double.IsFinite(number))
            {
                json.WriteNumber(key, number);
            }
            else if (value is "true" or "false")
            {
                json.WriteBoolean(key, value == "true");
            }
            else if (value == "none")
            {
                json.WriteNull(key);
            }
            else
            {
                json.WriteString(key, value);
            }
        }

        json.WriteEndObject();
    }
}
