using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Persistence;

/// <summary>Writes and reads the profile of training data as JSON.</summary>
internal static class ProfileJson
{
    internal static void Write(Utf8JsonWriter json, string name, TableProfile profile)
    {
        json.WriteStartObject(name);
        json.WriteNumber("rows", profile.Rows);
        json.WriteStartArray("columns");
        foreach (ColumnProfile column in profile.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("kind", column.Kind.ToString());
            json.WriteNumber("rows", column.Rows);
            json.WriteNumber("missing", column.Missing);
            if (column.Kind == FeatureKind.Categorical)
            {
                SchemaJson.WriteTexts(json, "levels", column.Levels);
            }
            else
            {
                WriteNumber(json, "mean", column.Mean);
                WriteNumber(json, "standardDeviation", column.StandardDeviation);
                WriteNumber(json, "minimum", column.Minimum);
                WriteNumber(json, "maximum", column.Maximum);
                json.WriteStartArray("borders");
                foreach (double border in column.Borders)
                {
                    json.NumberOrName(border);
                }

                json.WriteEndArray();
            }

            json.WriteStartArray("counts");
            foreach (long count in column.Counts)
            {
                json.WriteNumberValue(count);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    internal static TableProfile Read(JsonElement element) => new(
        element.Member("rows", JsonValueKind.Number, "profile.").Integer("profile.rows"),
        [.. element.Member("columns", JsonValueKind.Array, "profile.").EnumerateArray().Select(ReadColumn)]);

    private static ColumnProfile ReadColumn(JsonElement element)
    {
        const string Path = "profile.columns.";
        var column = new ColumnProfile(
            element.Member("name", JsonValueKind.String, Path).Text(Path + "name"),
            SchemaJson.ReadEnum<FeatureKind>(element.Member("kind", JsonValueKind.String, Path), Path + "kind"))
        {
            Rows = element.Member("rows", JsonValueKind.Number, Path).Integer(Path + "rows"),
            Missing = element.Member("missing", JsonValueKind.Number, Path).Integer(Path + "missing"),
            Counts = [.. element.Member("counts", JsonValueKind.Array, Path).EnumerateArray().Select(count => count.Integer(Path + "counts"))],
        };
        return column.Kind == FeatureKind.Categorical
            ? column with { Levels = SchemaJson.ReadTexts(element.Member("levels", JsonValueKind.Array, Path), Path + "levels") }
            : column with
            {
                Mean = Number(element, "mean"),
                StandardDeviation = Number(element, "standardDeviation"),
                Minimum = Number(element, "minimum"),
                Maximum = Number(element, "maximum"),
                Borders = [.. element.Member("borders", JsonValueKind.Array, Path).EnumerateArray().Select(border => border.Number(Path + "borders"))],
            };
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        json.NumberOrName(value);
    }

    private static double Number(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value)
        ? value.Number("profile.columns." + name)
        : throw new ModelFormatException($"The model file lacks the value 'profile.columns.{name}'.");
}
