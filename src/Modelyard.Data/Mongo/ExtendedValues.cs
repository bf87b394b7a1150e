using System.Globalization;
using System.Text;
using System.Text.Json;
using Modelyard.Frames.Csv;
using Modelyard.Frames.Json;

namespace Modelyard.Data.Mongo;

/// <summary>Reads the values that MongoDB's extended JSON wraps in objects, of versions 1 and 2, relaxed and canonical.</summary>
internal sealed class ExtendedValues : IWrappedValues
{
    /// <inheritdoc/>
    public bool TryRead(ref Utf8JsonReader reader, RecordBlock row, KeyNode key)
    {
        Utf8JsonReader ahead = reader;
        if (!ahead.Read() || ahead.TokenType != JsonTokenType.PropertyName || !ahead.ValueSpan.StartsWith("$"u8))
        {
            return false;
        }

        Utf8JsonReader whole = reader;
        using JsonDocument document = JsonDocument.ParseValue(ref whole);
        try
        {
            if (!TryAdd(document.RootElement, row, key))
            {
                return false;
            }
        }
        catch (InvalidOperationException)
        {
            // A text with half a character. As an object like any it is told with its place.
            return false;
        }

        reader = whole;
        return true;
    }

    private static bool TryAdd(JsonElement wrapped, RecordBlock row, KeyNode key)
    {
        JsonProperty first = wrapped.EnumerateObject().First();
        JsonElement value = first.Value;
        switch (first.Name)
        {
            case "$oid" or "$symbol" or "$uuid" or "$code" when value.ValueKind == JsonValueKind.String:
                row.AddText(key, Encoding.UTF8.GetBytes(value.GetString()!));
                return true;
            case "$numberInt" or "$numberLong" when Integer(value) is long integer:
                row.AddInteger(key, integer, Encoding.UTF8.GetBytes(integer.ToString(CultureInfo.InvariantCulture)));
                return true;
            case "$numberDouble" when value.ValueKind == JsonValueKind.String && Number(value.GetString()!) is { } text:
                AddDouble(row, key, text);
                return true;
            case "$numberDecimal" when value.ValueKind == JsonValueKind.String && Number(value.GetString()!) is { } text:
                MongoValues.AddDecimal(row, key, text);
                return true;
            case "$date" when Ticks(value) is long ticks:
                row.AddTime(key, ticks);
                return true;
            case "$undefined":
                row.AddNull(key);
                return true;
            case "$minKey" or "$maxKey":
                row.AddText(key, first.Name == "$minKey" ? "MinKey"u8 : "MaxKey"u8);
                return true;
            default:
                return Other(first.Name, value, wrapped) is { } other && AddText(row, key, other);
        }
    }

    private static string? Other(string name, JsonElement value, JsonElement wrapped) => name switch
    {
        "$binary" when value.ValueKind == JsonValueKind.Object => Binary(Text(value, "base64"), Text(value, "subType")),
        "$binary" when value.ValueKind == JsonValueKind.String => Binary(value.GetString(), Text(wrapped, "$type")),
        "$regularExpression" when value.ValueKind == JsonValueKind.Object => MongoValues.Pattern(Text(value, "pattern") ?? "", Text(value, "options") ?? ""),
        "$regex" when value.ValueKind == JsonValueKind.String => MongoValues.Pattern(value.GetString()!, Text(wrapped, "$options") ?? ""),
        "$timestamp" when value.ValueKind == JsonValueKind.Object && value.TryGetProperty("t", out JsonElement seconds) && value.TryGetProperty("i", out JsonElement number)
            && Integer(seconds) is long t and >= 0 and <= uint.MaxValue && Integer(number) is long i and >= 0 and <= uint.MaxValue => MongoValues.Stamp((uint)t, (uint)i),
        _ => null,
    };

    private static bool AddText(RecordBlock row, KeyNode key, string text)
    {
        row.AddText(key, Encoding.UTF8.GetBytes(text));
        return true;
    }

    private static void AddDouble(RecordBlock row, KeyNode key, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (char.IsAsciiDigit(text[^1]))
        {
            row.AddDouble(key, double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), bytes);
        }
        else
        {
            row.AddText(key, bytes);
        }
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? Binary(string? base64, string? subtype)
    {
        Span<byte> bytes = new byte[(base64?.Length ?? 0) + 1];
        return base64 is not null && Convert.TryFromBase64String(base64, bytes, out int length) && byte.TryParse(subtype, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte type)
            ? MongoValues.Binary(bytes[..length], type)
            : null;
    }

    /// <summary>Gets a number as it is written, or null if the text is none.</summary>
    private static string? Number(string text) =>
        text is "NaN" or "Infinity" or "-Infinity" || (text.Length > 0 && char.IsAsciiDigit(text[^1]) && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _)) ? text : null;

    private static long? Integer(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number
        : value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) ? number
        : value.ValueKind == JsonValueKind.Object && value.TryGetProperty("$numberLong", out JsonElement inner) && inner.ValueKind == JsonValueKind.String
            && long.TryParse(inner.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) ? number
        : null;

    private static long? Ticks(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return TimestampSyntax.Read(Encoding.UTF8.GetBytes(value.GetString()!), out long ticks) == CellEvidence.ZonedTime ? ticks : null;
        }

        return Integer(value) is long milliseconds ? MongoTime.Ticks(milliseconds) : null;
    }
}
