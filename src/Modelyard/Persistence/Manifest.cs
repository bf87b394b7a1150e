using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Pipelines;

namespace Modelyard.Persistence;

/// <summary>Writes and reads the manifest of a model file: all that is not a tensor.</summary>
internal static class Manifest
{
    internal const int FormatVersion = 1;
    private const int JsonDepth = 256;

    internal static byte[] Write(ModelPackage package, List<Tensor> tensors, Func<byte[]> tensorFile, Func<byte[], string> digest)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, MaxDepth = JsonDepth }))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", FormatVersion);
            json.WriteString("producer", "modelyard " + typeof(Manifest).Assembly.GetName().Version?.ToString(3));
            json.WriteString("name", package.Name);
            json.WriteString("created", package.Created.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
            json.WriteString("estimator", package.Estimator);
            WriteTexts(json, "hyperparameters", package.Hyperparameters);
            WriteSchemas(json, package.Predictor);
            WriteMetrics(json, package.Metrics);
            WriteTexts(json, "lineage", package.Lineage);
            if (package.Profile is { } profile)
            {
                ProfileJson.Write(json, "profile", profile);
            }

            json.WritePropertyName("predictor");
            new JsonStateWriter(json, tensors).WritePart(package.Predictor);
            json.WriteString("tensorsSha256", digest(tensorFile()));
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    internal static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        JsonDocument document = JsonReading.Parse(utf8, "the manifest", JsonDepth);
        JsonElement root = document.RootElement;
        long version = root.Member("formatVersion", JsonValueKind.Number, "").Integer("formatVersion");
        return version == FormatVersion
            ? document
            : throw new ModelFormatException($"The model file has the format version '{version}' and this program reads '{FormatVersion}'. Use a newer modelyard.");
    }

    internal static ModelPackage Read(JsonElement root, IReadOnlyDictionary<string, Tensor> tensors, ModelFileLimits limits)
    {
        // The predictor is read as a part like any other, from a section that holds it alone.
        var state = new JsonStateReader(root, tensors, new PartBudget(limits), "");
        string created = root.Member("created", JsonValueKind.String, "").Text("created");
        return new ModelPackage
        {
            Name = root.Member("name", JsonValueKind.String, "").Text("name"),
            Estimator = root.Member("estimator", JsonValueKind.String, "").Text("estimator"),
            Created = DateTimeOffset.TryParse(created, out DateTimeOffset moment)
                ? moment
                : throw new ModelFormatException($"The value 'created' of the model file is '{JsonReading.Shorten(created)}' and must be a time."),
            Hyperparameters = ReadTexts(root, "hyperparameters"),
            Metrics = [.. root.Member("metrics", JsonValueKind.Array, "").EnumerateArray().Select(ReadMetric)],
            Lineage = ReadTexts(root, "lineage"),
            Profile = root.TryGetProperty("profile", out JsonElement profile) ? ProfileJson.Read(profile) : null,
            Predictor = state.ReadPart<Predictor>("predictor"),
        };
    }

    private static void WriteSchemas(Utf8JsonWriter json, Predictor predictor)
    {
        // For readers of the manifest; what is loaded is the predictor's own schema.
        json.WritePropertyName("inputs");
        SchemaJson.Write(json, predictor.Inputs);
        json.WriteStartObject("output");
        json.WriteString("name", predictor.TargetName);
        json.WriteString("task", predictor.Task.ToString());
        if (predictor.Task == TaskKind.Classification)
        {
            SchemaJson.WriteTexts(json, "classes", predictor.Classes);
        }

        json.WriteEndObject();
    }

    private static void WriteMetrics(Utf8JsonWriter json, IReadOnlyList<MetricScore> metrics)
    {
        json.WriteStartArray("metrics");
        foreach (MetricScore metric in metrics)
        {
            json.WriteStartObject();
            json.WriteString("name", metric.Name);
            json.WritePropertyName("value");
            json.NumberOrName(metric.Value);
            json.WritePropertyName("low");
            json.NumberOrName(metric.Low);
            json.WritePropertyName("high");
            json.NumberOrName(metric.High);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static MetricScore ReadMetric(JsonElement element) => new(
        element.Member("name", JsonValueKind.String, "metrics.").Text("metrics.name"), Value(element, "value"), Value(element, "low"), Value(element, "high"));

    private static double Value(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.Number("metrics." + name) : throw new ModelFormatException($"The model file lacks the value 'metrics.{name}'.");

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> values)
    {
        json.WriteStartObject(name);
        foreach ((string key, string value) in values)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static OrderedDictionary<string, string> ReadTexts(JsonElement root, string name)
    {
        var values = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in root.Member(name, JsonValueKind.Object, "").EnumerateObject())
        {
            values[property.Name] = property.Value.Text($"{name}.{property.Name}");
        }

        return values;
    }
}
