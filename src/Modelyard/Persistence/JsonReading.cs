using System.Text.Json;
using Modelyard.Learning;

namespace Modelyard.Persistence;

/// <summary>Reads JSON of unknown origin: bounded in depth, each member checked for presence and kind.</summary>
internal static class JsonReading
{
    internal static JsonDocument Parse(ReadOnlyMemory<byte> utf8, string what, int depth)
    {
        try
        {
            return JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = depth });
        }
        catch (JsonException fault)
        {
            throw new ModelFormatException($"The model file is damaged: {what} cannot be read ({fault.Message}).", fault);
        }
    }

    internal static JsonElement Member(this JsonElement element, string name, JsonValueKind kind, string path)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out JsonElement value))
        {
            throw new ModelFormatException($"The model file lacks the value '{Shorten(path + name)}'.");
        }

        return value.ValueKind == kind || (kind == JsonValueKind.True && value.ValueKind == JsonValueKind.False)
            ? value
            : throw new ModelFormatException($"The value '{Shorten(path + name)}' of the model file is {value.ValueKind} and must be {(kind == JsonValueKind.True ? "true or false" : kind)}.");
    }

    internal static string Text(this JsonElement element, string path)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Wrong(element, path, "a text");
        }
        catch (InvalidOperationException fault)
        {
            throw new ModelFormatException($"The value '{Shorten(path)}' of the model file is not valid Unicode.", fault);
        }
    }

    /// <summary>Reads a number; JSON has no NaN and no infinities, so their names stand for them.</summary>
    internal static double Number(this JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetDouble(out double value) => value,
        JsonValueKind.String when element.ValueEquals("NaN") => double.NaN,
        JsonValueKind.String when element.ValueEquals("Infinity") => double.PositiveInfinity,
        JsonValueKind.String when element.ValueEquals("-Infinity") => double.NegativeInfinity,
        _ => throw Wrong(element, path, "a number"),
    };

    internal static long Integer(this JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long value) ? value : throw Wrong(element, path, "a whole number");

    internal static void NumberOrName(this Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }

    internal static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "...";

    private static ModelFormatException Wrong(JsonElement element, string path, string expected) =>
        new($"The value '{Shorten(path)}' of the model file is {element.ValueKind} and must be {expected}.");
}
