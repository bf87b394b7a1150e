using System.Text.Json;
using Modelyard.Server.Models;

namespace Modelyard.Server.Protocol;

/// <summary>Writes predictions as the two protocols want them.</summary>
internal static class AnswerWriter
{
    private static readonly JsonEncodedText Predictions = JsonEncodedText.Encode("predictions");
    private static readonly JsonEncodedText Probabilities = JsonEncodedText.Encode("probabilities");
    private static readonly JsonEncodedText Classes = JsonEncodedText.Encode("classes");

    /// <summary>Writes what MLflow's clients expect: <c>predictions</c>, and if asked for <c>probabilities</c> and <c>classes</c>.</summary>
    public static void WriteInvocation(Utf8JsonWriter writer, ServedModel model, int rows, ReadOnlySpan<double> values, bool withProbabilities)
    {
        writer.WriteStartObject();
        writer.WriteStartArray(Predictions);
        WritePredictions(writer, model, rows, values);
        writer.WriteEndArray();
        if (withProbabilities && model.IsClassifier)
        {
            int width = model.Classes.Length;
            writer.WriteStartArray(Probabilities);
            for (int row = 0; row < rows; row++)
            {
                writer.WriteStartArray();
                WriteNumbers(writer, values.Slice(row * width, width));
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteStartArray(Classes);
            foreach (JsonEncodedText name in model.Classes)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes an answer of the Open Inference Protocol.</summary>
    public static void WriteInference(Utf8JsonWriter writer, ServedModel model, int rows, ReadOnlySpan<double> values, InferOutputs outputs, ReadOnlySpan<byte> rawId)
    {
        writer.WriteStartObject();
        writer.WriteString("model_name"u8, model.Name);
        writer.WriteString("model_version"u8, model.VersionText);
        if (!rawId.IsEmpty)
        {
            writer.WritePropertyName("id"u8);
            writer.WriteRawValue(rawId, skipInputValidation: true);
        }

        writer.WriteStartArray("outputs"u8);
        if ((outputs & InferOutputs.Prediction) != InferOutputs.None)
        {
            WriteHead(writer, "prediction"u8, model.IsClassifier ? "BYTES"u8 : "FP64"u8, rows, 0);
            WritePredictions(writer, model, rows, values);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        if ((outputs & InferOutputs.Probability) != InferOutputs.None && model.IsClassifier)
        {
            WriteHead(writer, "probability"u8, "FP64"u8, rows, model.Classes.Length);
            WriteNumbers(writer, values[..(rows * model.Classes.Length)]);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> type, int rows, int columns)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, name);
        writer.WriteString("datatype"u8, type);
        writer.WriteStartArray("shape"u8);
        writer.WriteNumberValue(rows);
        if (columns > 0)
        {
            writer.WriteNumberValue(columns);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("data"u8);
    }

    private static void WritePredictions(Utf8JsonWriter writer, ServedModel model, int rows, ReadOnlySpan<double> values)
    {
        if (!model.IsClassifier)
        {
            WriteNumbers(writer, values[..rows]);
            return;
        }

        int width = model.Classes.Length;
        for (int row = 0; row < rows; row++)
        {
            writer.WriteStringValue(model.Classes[model.Predictor.Decide(values.Slice(row * width, width))]);
        }
    }

    private static void WriteNumbers(Utf8JsonWriter writer, ReadOnlySpan<double> numbers)
    {
        foreach (double number in numbers)
        {
            if (double.IsFinite(number))
            {
                writer.WriteNumberValue(number);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
