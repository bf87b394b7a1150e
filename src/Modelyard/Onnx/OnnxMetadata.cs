using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Pipelines;

namespace Modelyard.Onnx;

/// <summary>Makes the entries that an ONNX file tells of its model; lists are JSON.</summary>
internal static class OnnxMetadata
{
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static List<KeyValuePair<string, string>> Of(Predictor predictor, OnnxOptions options)
    {
        List<KeyValuePair<string, string>> entries = Of(predictor.Model, predictor.Inputs, options);
        entries.Add(new("target", predictor.TargetName));
        if (predictor.Threshold is { } threshold)
        {
            entries.Add(new("threshold", threshold.ToString("R", CultureInfo.InvariantCulture)));
        }

        return entries;
    }

    internal static List<KeyValuePair<string, string>> Of(IModel model, OnnxOptions options) => Of(model, model.Features, options);

    private static List<KeyValuePair<string, string>> Of(IModel model, FeatureSchema inputs, OnnxOptions options)
    {
        List<KeyValuePair<string, string>> entries = [new("model", options.Name), new("version", options.Version.ToString(CultureInfo.InvariantCulture))];
        (string? task, string? list, IReadOnlyList<string> names) = model switch
        {
            IClassificationModel classifier => ("classification", "classes", classifier.Classes),
            IRegressionModel => ("regression", null, []),
            IAnomalyModel => ("anomaly detection", null, []),
            IMultiTargetModel several => (several.Task == TaskKind.Regression ? "regression of several targets" : "classification of several labels", "targets", several.TargetNames),
            ITransformModel transformer => ("transformation", "outputs", [.. transformer.Outputs.Select(output => output.Name)]),
            _ => ((string?)null, (string?)null, (IReadOnlyList<string>)[]),
        };
        entries.Add(new("task", task ?? ""));
        if (list is not null)
        {
            entries.Add(new(list, Write(json => WriteTexts(json, names))));
        }

        entries.Add(new("inputs", Write(json => WriteInputs(json, inputs))));
        entries.AddRange(options.Metadata);
        return entries;
    }

    private static void WriteInputs(Utf8JsonWriter json, FeatureSchema features)
    {
        json.WriteStartArray();
        foreach (Feature feature in features)
        {
            json.WriteStartObject();
            json.WriteString("name", feature.Name);
            json.WriteString("kind", feature.Kind.ToString().ToLowerInvariant());
            if (feature.Levels.Count > 0)
            {
                json.WritePropertyName("levels");
                WriteTexts(json, feature.Levels);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, IReadOnlyList<string> texts)
    {
        json.WriteStartArray();
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, s_plain))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
