using System.Globalization;
using System.Text.Json;
using Modelyard.Frames.Validation.Checks;

namespace Modelyard.Frames.Validation.Records;

/// <summary>Reads records from JSON: one object, or an array of objects.</summary>
internal static class JsonRecords
{
    private const int Depth = 16;

    /// <summary>Checks the records of a text.</summary>
    public static ValidationReport Check(SchemaPlan plan, ReadOnlySpan<byte> json, ValidationOptions options)
    {
        bool isArray = json.TrimStart(" \t\r\n"u8) is [(byte)'[', ..];
        var table = new RecordTable(plan, options, (row, column) => JsonPath.Of(isArray ? row : null, column, plan));
        if (json.Length > options.MaxJsonLength)
        {
            table.TellFormat(string.Create(CultureInfo.InvariantCulture, $"The text has '{json.Length}' bytes and may have '{options.MaxJsonLength}'; send fewer records at a time."));
            table.EndRecord(isObject: false);
            return table.Finish();
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Depth });
        try
        {
            Read(ref reader, isArray, table, options);
        }
        catch (JsonException exception)
        {
            table.TellFormat(string.Create(CultureInfo.InvariantCulture, $"The text is no JSON from line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1} on, or has more than '{Depth}' levels."));
            table.EndRecord(isObject: false);
        }

        return table.Finish();
    }

    private static void Read(ref Utf8JsonReader reader, bool isArray, RecordTable table, ValidationOptions options)
    {
        reader.Read();
        if (!isArray)
        {
            ReadRecord(ref reader, table);
            reader.Read();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (table.Count == options.MaxRecords)
            {
                table.TellFormat(string.Create(CultureInfo.InvariantCulture, $"The array has more than '{options.MaxRecords}' records, which is the most allowed; send fewer at a time."));
                table.EndRecord(isObject: false);
                return;
            }

            options.Cancellation.ThrowIfCancellationRequested();
            ReadRecord(ref reader, table);
        }

        reader.Read();
    }

    private static void ReadRecord(ref Utf8JsonReader reader, RecordTable table)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            table.TellFormat($"The record is '{Describe(reader.TokenType)}' and must be an object.");
            reader.Skip();
            table.EndRecord(isObject: false);
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string? name = ReadText(ref reader);
            reader.Read();
            object? value = ReadValue(ref reader, out bool isText);
            if (name is null || !isText)
            {
                table.TellFormat($"The property '{name ?? "?"}' holds a text that is no Unicode.");
            }
            else
            {
                table.Set(name, value);
            }
        }

        table.EndRecord();
    }

    private static object? ReadValue(ref Utf8JsonReader reader, out bool isText)
    {
        isText = true;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.True or JsonTokenType.False:
                return reader.GetBoolean();
            case JsonTokenType.String:
                string? text = ReadText(ref reader);
                isText = text is not null;
                return text;
            case JsonTokenType.Number:
                return reader.TryGetInt64(out long integer) ? integer : reader.TryGetDouble(out double number) && double.IsFinite(number) ? number : new Other("number beyond those of 64 bits");
            default:
                var other = new Other(Describe(reader.TokenType));
                reader.Skip();
                return other;
        }
    }

    // The reader refuses escapes that are half of a pair, and bytes that are no UTF-8, only when the text is taken.
    private static string? ReadText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "object",
        JsonTokenType.StartArray => "array",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "number",
        JsonTokenType.True or JsonTokenType.False => "boolean",
        _ => "null",
    };

    /// <summary>Represents what no cell can hold.</summary>
    public sealed record Other(string Name)
    {
        public override string ToString() => Name;
    }
}
