using System.Text.Json;

namespace Modelyard.Selection.Search;

/// <summary>Writes trials as JSON objects and reads them back, numbers to the bit.</summary>
internal static class TrialJson
{
    /// <summary>Writes what is known of a trial before it runs.</summary>
    internal static string Begun(Trial trial) => Write(json =>
    {
        json.WriteNumber("number", trial.Number);
        json.WriteNumber("batch", trial.Batch);
        json.WriteNumber("share", trial.Share);
        json.WriteBoolean("default", trial.IsDefault);
        if (double.IsFinite(trial.ExpectedGain))
        {
            json.WriteNumber("gain", trial.ExpectedGain);
        }

        json.WriteStartObject("point");
        foreach ((string name, string value) in trial.Point.Values)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    });

    /// <summary>Writes what came of a trial.</summary>
    internal static string Ended(Trial trial) => Write(json =>
    {
        json.WriteNumber("number", trial.Number);
        json.WriteString("state", trial.State.ToString());
        json.WriteString("reason", trial.Reason);
        json.WriteNumber("ticks", trial.Time.Ticks);
        json.WriteStartArray("steps");
        foreach (IReadOnlyList<double> step in trial.Steps)
        {
            json.WriteStartArray();
            foreach (double score in step)
            {
                json.WriteNumberValue(score);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    });

    /// <summary>Reads a trial that was begun.</summary>
    internal static Trial Begun(JsonElement json) => new(
        json.GetProperty("number").GetInt32(),
        json.GetProperty("batch").GetInt32(),
        new SearchPoint(json.GetProperty("point").EnumerateObject().Select(one => KeyValuePair.Create(one.Name, one.Value.GetString()!))),
        json.GetProperty("share").GetDouble())
    {
        IsDefault = json.GetProperty("default").GetBoolean(),
        ExpectedGain = json.TryGetProperty("gain", out JsonElement gain) ? gain.GetDouble() : double.NaN,
    };

    /// <summary>Adds to a trial what came of it.</summary>
    internal static Trial Ended(Trial trial, JsonElement json) => trial with
    {
        State = Enum.Parse<TrialState>(json.GetProperty("state").GetString()!),
        Reason = json.GetProperty("reason").GetString()!,
        Time = TimeSpan.FromTicks(json.GetProperty("ticks").GetInt64()),
        Steps = [.. json.GetProperty("steps").EnumerateArray().Select(step => (IReadOnlyList<double>)[.. step.EnumerateArray().Select(score => score.GetDouble())])],
    };

    internal static string Write(Action<Utf8JsonWriter> members)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }
}
