using System.Globalization;
using System.Text.Json;

namespace Modelyard.Frames.Validation;

/// <summary>Writes schemas of tables as JSON Schema.</summary>
/// <param name="writer">Receives one object.</param>
internal sealed class JsonSchemaWriter(Utf8JsonWriter writer)
{
    public void Write(TableSchema schema, bool ofArray)
    {
        writer.WriteStartObject();
        writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        if (ofArray)
        {
            WriteText("title", schema.Title);
            WriteText("description", schema.Description);
            writer.WriteString("type", "array");
            WriteCount("minItems", schema.MinimumRows, schema, ValidationCodes.RowsMinimum);
            WriteCount("maxItems", schema.MaximumRows, schema, ValidationCodes.RowsMaximum);
            writer.WriteStartObject("items");
            WriteRecord(schema);
            writer.WriteEndObject();
        }
        else
        {
            WriteText("title", schema.Title);
            WriteText("description", schema.Description);
            WriteRecord(schema);
        }

        writer.WriteEndObject();
    }

    private void WriteRecord(TableSchema schema)
    {
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (ColumnSchema column in schema.Columns)
        {
            writer.WriteStartObject(column.Name);
            WriteProperty(column);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartArray("required");
        foreach (ColumnSchema column in schema.Columns.Where(column => column.Required && IsError(column, ValidationCodes.ColumnAbsent)))
        {
            writer.WriteStringValue(column.Name);
        }

        writer.WriteEndArray();
        if (schema.ExtraColumns == ExtraColumns.Refused && !schema.Warnings.Any(name => ValidationCodes.IsWithin(ValidationCodes.ColumnExtra, name)))
        {
            writer.WriteBoolean("additionalProperties", false);
        }
    }

    private void WriteProperty(ColumnSchema column)
    {
        WriteText("description", column.Description);
        bool isNullable = column.Nullable || !IsError(column, ValidationCodes.Missing);
        if (IsError(column, ValidationCodes.Kind))
        {
            WriteType(column.Kind, isNullable);
        }

        WriteBound("minimum", column.Minimum, column, ValidationCodes.RangeMinimum);
        WriteBound("exclusiveMinimum", column.ExclusiveMinimum, column, ValidationCodes.RangeMinimum);
        WriteBound("maximum", column.Maximum, column, ValidationCodes.RangeMaximum);
        WriteBound("exclusiveMaximum", column.ExclusiveMaximum, column, ValidationCodes.RangeMaximum);
        WriteSet(column, isNullable);
        WriteLength("minLength", column.MinimumLength, column, ValidationCodes.LengthMinimum);
        WriteLength("maxLength", column.MaximumLength, column, ValidationCodes.LengthMaximum);
        if (column.Pattern is { } pattern && IsError(column, ValidationCodes.Pattern))
        {
            writer.WriteString("pattern", $"^(?:{pattern})$");
        }
    }

    private void WriteType(ColumnKind kind, bool isNullable)
    {
        string name = kind switch
        {
            ColumnKind.Boolean => "boolean",
            ColumnKind.Integer => "integer",
            ColumnKind.Double => "number",
            _ => "string",
        };
        if (isNullable)
        {
            writer.WriteStartArray("type");
            writer.WriteStringValue(name);
            writer.WriteStringValue("null");
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteString("type", name);
        }

        if (kind == ColumnKind.Timestamp)
        {
            writer.WriteString("format", "date-time");
        }
    }

    private void WriteBound(string name, Label bound, ColumnSchema column, string code)
    {
        if (!bound.IsMissing && column.Kind != ColumnKind.Timestamp && IsError(column, code))
        {
            writer.WritePropertyName(name);
            WriteValue(bound);
        }
    }

    private void WriteSet(ColumnSchema column, bool isNullable)
    {
        if (column.Allowed is null || column.Kind == ColumnKind.Timestamp || !IsError(column, ValidationCodes.Set))
        {
            return;
        }

        writer.WriteStartArray("enum");
        foreach (Label value in column.Allowed)
        {
            WriteValue(value);
        }

        if (isNullable)
        {
            writer.WriteNullValue();
        }

        writer.WriteEndArray();
    }

    private void WriteValue(Label value)
    {
        switch (value.Value)
        {
            case long integer:
                writer.WriteNumberValue(integer);
                break;
            case double number:
                writer.WriteRawValue(number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case bool boolean:
                writer.WriteBooleanValue(boolean);
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }

    private void WriteLength(string name, int? length, ColumnSchema column, string code)
    {
        if (length is { } bound && IsError(column, code))
        {
            writer.WriteNumber(name, bound);
        }
    }

    private void WriteCount(string name, long? count, TableSchema schema, string code)
    {
        if (count is { } bound && !schema.Warnings.Any(warning => ValidationCodes.IsWithin(code, warning)))
        {
            writer.WriteNumber(name, bound);
        }
    }

    private void WriteText(string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static bool IsError(ColumnSchema column, string code) => column.SeverityOf(code) == Severity.Error;
}
