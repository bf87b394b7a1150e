using System.Text.Json;
using Modelyard.Learning;

namespace Modelyard.Persistence;

/// <summary>Writes and reads descriptions of features as JSON.</summary>
internal static class SchemaJson
{
    internal static void Write(Utf8JsonWriter json, FeatureSchema features)
    {
        json.WriteStartArray();
        foreach (Feature feature in features)
        {
            json.WriteStartObject();
            json.WriteString("name", feature.Name);
            json.WriteString("kind", feature.Kind.ToString());
            if (feature.IsCategorical)
            {
                WriteTexts(json, "levels", feature.Levels);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static FeatureSchema Read(JsonElement element, string path)
    {
        var features = new List<Feature>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonElement item in element.EnumerateArray())
        {
            string name = item.Member("name", JsonValueKind.String, path).Text(path + "name");
            FeatureKind kind = ReadEnum<FeatureKind>(item.Member("kind", JsonValueKind.String, path), path + "kind");
            IReadOnlyList<string> levels = kind == FeatureKind.Categorical ? ReadTexts(item.Member("levels", JsonValueKind.Array, path), path + "levels") : [];
            if (!names.Add(name))
            {
                throw new ModelFormatException($"The value '{JsonReading.Shorten(path)}' of the model file names the feature '{JsonReading.Shorten(name)}' twice.");
            }

            features.Add(new Feature(name, kind) { Levels = levels });
        }

        return new FeatureSchema(features);
    }

    internal static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    internal static IReadOnlyList<string> ReadTexts(JsonElement array, string path)
    {
        var texts = new List<string>();
        foreach (JsonElement item in array.EnumerateArray())
        {
            texts.Add(item.Text(path));
        }

        return texts;
    }

    internal static T ReadEnum<T>(JsonElement element, string path)
        where T : struct, Enum
    {
        string text = element.Text(path);
        return Array.Exists(Enum.GetNames<T>(), name => string.Equals(name, text, StringComparison.Ordinal))
            ? Enum.Parse<T>(text)
            : throw new ModelFormatException($"The value '{JsonReading.Shorten(path)}' of the model file is '{JsonReading.Shorten(text)}' and must be one of {string.Join(", ", Enum.GetNames<T>())}.");
    }
}
