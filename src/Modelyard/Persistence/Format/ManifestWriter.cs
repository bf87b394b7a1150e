using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Frames.Csv;
using Modelyard.Learning;
using Modelyard.Pipelines;
using Modelyard.Preparation;

namespace Modelyard.Persistence.Format;

/// <summary>Writes the manifest of a model file.</summary>
internal static class ManifestWriter
{
    internal const int FormatVersion = 1;

    internal const string FormatName = "modelyard-model";

    internal static string Producer { get; } = $"Modelyard {typeof(ManifestWriter).Assembly.GetName().Version?.ToString(3)}";

    internal static ReadOnlyMemory<byte> Write(ModelPackage package, TensorWriter tensors)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // Letters beyond ASCII stay as they are: the file is never part of a page.
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(package, tensors, json);
        }

        return buffer.WrittenMemory;
    }

    private static void Write(ModelPackage package, TensorWriter tensors, Utf8JsonWriter json)
    {
        var schemas = new SchemaList();
        Predictor predictor = package.Predictor;
        json.WriteStartObject();
        json.WriteString("format", FormatName);
        json.WriteNumber("version", FormatVersion);
        json.WriteString("producer", Producer);
        json.WriteString("name", package.Name);
        json.WriteString("estimator", package.Estimator);
        WriteTexts(json, "hyperparameters", package.Hyperparameters);
        json.WriteString("created", package.Created.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
        json.WriteNumber("inputs", schemas.NumberOf(predictor.Inputs));
        WriteMissing(json, package.MissingTokens);
        WriteOutput(json, predictor);
        WriteMetrics(json, package.Metrics);
        WriteTexts(json, "lineage", package.Lineage);
        if (package.Profile is { } profile)
        {
            WriteProfile(json, profile);
        }

        json.WritePropertyName("state");
        StateTreeWriter.WritePart(predictor, json, tensors, schemas, "");
        WriteSchemas(json, schemas);
        tensors.Complete();
        json.WriteStartObject("tensors");
        json.WriteNumber("bytes", tensors.Length);
        json.WriteString("sha256", tensors.Digest);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes what a missing cell looks like, unless it is as usual.</summary>
    private static void WriteMissing(Utf8JsonWriter json, IReadOnlyList<string> tokens)
    {
        if (MissingTokens.Fault(tokens) is { } fault)
        {
            throw new ModelyardException(fault);
        }

        if (!tokens.SequenceEqual(CsvReadOptions.DefaultMissingTokens, StringComparer.Ordinal))
        {
            WriteTexts(json, "missing", tokens);
        }
    }

    private static void WriteOutput(Utf8JsonWriter json, Predictor predictor)
    {
        json.WriteStartObject("output");
        json.WriteString("target", predictor.TargetName);
        json.WriteString("task", predictor.Task.ToString());
        WriteTexts(json, "classes", predictor.Classes);
        if (predictor.Threshold is { } threshold)
        {
            json.WriteAnyNumber("threshold", threshold);
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
            json.WriteAnyNumber("value", metric.Value);
            json.WriteAnyNumber("low", metric.Low);
            json.WriteAnyNumber("high", metric.High);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteProfile(Utf8JsonWriter json, TableProfile profile)
    {
        json.WriteStartObject("profile");
        json.WriteNumber("rows", profile.Rows);
        json.WriteStartArray("columns");
        foreach (ColumnProfile column in profile.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("kind", column.Kind.ToString());
            json.WriteNumber("rows", column.Rows);
            json.WriteNumber("missing", column.Missing);
            json.WriteAnyNumber("mean", column.Mean);
            json.WriteAnyNumber("standardDeviation", column.StandardDeviation);
            json.WriteAnyNumber("minimum", column.Minimum);
            json.WriteAnyNumber("maximum", column.Maximum);
            WriteArray(json, "borders", column.Borders, JsonNumbers.WriteAnyNumber);
            WriteTexts(json, "levels", column.Levels);
            WriteArray(json, "counts", column.Counts, (writer, count) => writer.WriteNumberValue(count));
            if (column.TermRows.Count > 0)
            {
                WriteArray(json, "termRows", column.TermRows, (writer, count) => writer.WriteNumberValue(count));
                WriteArray(json, "termCounts", column.TermCounts, (writer, count) => writer.WriteNumberValue(count));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSchemas(Utf8JsonWriter json, SchemaList schemas)
    {
        json.WriteStartArray("schemas");
        foreach (FeatureSchema schema in schemas.Schemas)
        {
            json.WriteStartArray();
            foreach (Feature feature in schema)
            {
                json.WriteStartObject();
                json.WriteString("name", feature.Name);
                json.WriteString("kind", feature.Kind.ToString());
                if (feature.Levels.Count > 0)
                {
                    WriteTexts(json, "levels", feature.Levels);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> texts)
    {
        json.WriteStartObject(name);
        foreach ((string key, string value) in texts.OrderBy(text => text.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts) =>
        WriteArray(json, name, texts, (writer, text) => writer.WriteStringValue(text));

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> values, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (T value in values)
        {
            write(json, value);
        }

        json.WriteEndArray();
    }
}
