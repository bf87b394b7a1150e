using System.Text.Json;

namespace Modelyard.Persistence.Format;

/// <summary>Writes and reads numbers, including those that JSON does not have: they are the texts 'NaN', 'Infinity' and '-Infinity'.</summary>
internal static class JsonNumbers
{
    internal static void WriteAnyNumber(this Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        json.WriteAnyNumber(value);
    }

    internal static void WriteAnyNumber(this Utf8JsonWriter json, double value)
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

    internal static bool TryGetAnyNumber(this JsonElement element, out double value)
    {
        if (element.ValueKind == JsonValueKind.Number)
        {
            return element.TryGetDouble(out value) && double.IsFinite(value);
        }

        value = element.ValueKind != JsonValueKind.String ? 0
            : element.ValueEquals("NaN"u8) ? double.NaN
            : element.ValueEquals("Infinity"u8) ? double.PositiveInfinity
            : element.ValueEquals("-Infinity"u8) ? double.NegativeInfinity
            : 0;
        return !double.IsFinite(value);
    }
}
