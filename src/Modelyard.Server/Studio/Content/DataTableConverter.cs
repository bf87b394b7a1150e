using System.Text.Json;
using System.Text.Json.Serialization;

namespace Modelyard.Server.Studio.Content;

/// <summary>Writes a table as an array of its rows, each an object with the names of the columns.</summary>
internal sealed class DataTableConverter : JsonConverter<DataTable>
{
    public override DataTable Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Tables are written only.");

    public override void Write(Utf8JsonWriter writer, DataTable value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (IReadOnlyList<Cell> row in value.Rows)
        {
            writer.WriteStartObject();
            for (int i = 0; i < value.Columns.Count; i++)
            {
                writer.WritePropertyName(value.Columns[i].Name);
                Write(writer, row[i].Value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case double number:
                FiniteConverter.Write(writer, number);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case DateTime moment:
                writer.WriteStringValue(moment);
                break;
            case DateTimeOffset moment:
                writer.WriteStringValue(moment.UtcDateTime);
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }
}
