using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Modelyard.Learning;

namespace Modelyard.Server.Studio.Pages.Trying;

/// <summary>Writes the values of a form as the body of <c>/invocations</c>, for the page itself and for the programs that it shows.</summary>
internal static class RowJson
{
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a body of one row.</summary>
    public static byte[] Write(FeatureSchema inputs, IReadOnlyList<InputField> fields, bool probabilities, bool explanations, bool intervals)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(body, Legible))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("dataframe_records"u8);
            writer.WriteStartObject();
            for (int i = 0; i < fields.Count; i++)
            {
                writer.WritePropertyName(fields[i].Name);
                Write(writer, inputs[i].Kind, fields[i].Value);
            }

            writer.WriteEndObject();
            writer.WriteEndArray();
            WriteParameters(writer, probabilities, explanations, intervals);
            writer.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    public static string Text(byte[] body) => Encoding.UTF8.GetString(body);

    private static void WriteParameters(Utf8JsonWriter writer, bool probabilities, bool explanations, bool intervals)
    {
        if (!probabilities && !explanations && !intervals)
        {
            return;
        }

        writer.WriteStartObject("params"u8);
        foreach ((string name, bool isAsked) in ((string, bool)[])[("probabilities", probabilities), ("explanations", explanations), ("intervals", intervals)])
        {
            if (isAsked)
            {
                writer.WriteBoolean(name, true);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes a value; what is not of the input's kind goes as it is, so that the reader says what is wrong with it.</summary>
    private static void Write(Utf8JsonWriter writer, FeatureKind kind, string value)
    {
        if (value.Length == 0 && kind != FeatureKind.Text)
        {
            writer.WriteNullValue();
        }
        else if (kind == FeatureKind.Numeric && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else if (kind == FeatureKind.Boolean && value is "true" or "false")
        {
            writer.WriteBooleanValue(value == "true");
        }
        else
        {
            writer.WriteStringValue(value);
        }
    }
}
