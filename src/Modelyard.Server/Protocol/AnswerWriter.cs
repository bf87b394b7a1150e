using System.Text.Json;
using Modelyard.Explanation.Shapley;
using Modelyard.Server.Models;

namespace Modelyard.Server.Protocol;

/// <summary>Writes predictions as the two protocols want them.</summary>
internal static class AnswerWriter
{
    private static readonly JsonEncodedText Predictions = JsonEncodedText.Encode("predictions");
    private static readonly JsonEncodedText Probabilities = JsonEncodedText.Encode("probabilities");
    private static readonly JsonEncodedText Classes = JsonEncodedText.Encode("classes");

    /// <summary>Writes what MLflow's clients expect: <c>predictions</c>, and if asked for <c>probabilities</c> and <c>classes</c>, <c>explanations</c>, <c>intervals</c> or <c>sets</c>, and <c>spread</c> or <c>uncertainty</c>.</summary>
    public static void WriteInvocation(Utf8JsonWriter writer, ServedModel model, RequestScratch scratch, InvocationOutputs outputs)
    {
        int rows = scratch.Rows.Count;
        ReadOnlySpan<double> values = scratch.Predictions.Values;
        writer.WriteStartObject();
        writer.WriteStartArray(Predictions);
        WritePredictions(writer, model, rows, values);
        writer.WriteEndArray();
        if ((outputs & InvocationOutputs.Probabilities) != InvocationOutputs.None && model.IsClassifier)
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

        if ((outputs & InvocationOutputs.Explanations) != InvocationOutputs.None)
        {
            writer.WriteStartArray("explanations"u8);
            for (int row = 0; row < rows; row++)
            {
                WriteExplanation(writer, model, scratch.Explanations, row);
            }

            writer.WriteEndArray();
        }

        if ((outputs & InvocationOutputs.Intervals) != InvocationOutputs.None)
        {
            WriteIntervals(writer, model, rows, scratch.Intervals);
        }

        if ((outputs & InvocationOutputs.Spread) != InvocationOutputs.None)
        {
            WriteSpread(writer, model, rows, scratch.Spread);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes an answer of the Open Inference Protocol.</summary>
    public static void WriteInference(Utf8JsonWriter writer, ServedModel model, RequestScratch scratch, InferOutputs outputs, ReadOnlySpan<byte> rawId)
    {
        int rows = scratch.Rows.Count;
        ReadOnlySpan<double> values = scratch.Predictions.Values;
        ExplanationBatch explanations = scratch.Explanations;
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

        if ((outputs & InferOutputs.Base) != InferOutputs.None)
        {
            WriteHead(writer, "base"u8, "FP64"u8, rows, 0);
            for (int row = 0; row < rows; row++)
            {
                WriteNumber(writer, model.Explainer.Base[explanations.Output(row)]);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        if ((outputs & InferOutputs.Contribution) != InferOutputs.None)
        {
            WriteHead(writer, "contribution"u8, "FP64"u8, rows, model.Inputs.Count);
            for (int row = 0; row < rows; row++)
            {
                WriteNumbers(writer, explanations.Row(row));
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        WriteEnds(writer, outputs, InferOutputs.Low, "low"u8, rows, scratch.Intervals);
        WriteEnds(writer, outputs, InferOutputs.High, "high"u8, rows, scratch.Intervals);
        if ((outputs & InferOutputs.Set) != InferOutputs.None)
        {
            WriteHead(writer, "set"u8, "BOOL"u8, rows, model.Classes.Length);
            for (int row = 0; row < rows; row++)
            {
                foreach (double isIn in scratch.Intervals.Row(row))
                {
                    writer.WriteBooleanValue(isIn != 0);
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        if ((outputs & InferOutputs.Spread) != InferOutputs.None)
        {
            WriteHead(writer, model.IsClassifier ? "uncertainty"u8 : "spread"u8, "FP64"u8, rows, model.IsClassifier ? 3 : 0);
            for (int row = 0; row < rows; row++)
            {
                WriteNumbers(writer, scratch.Spread.Row(row));
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes how far the members are apart, as a number a row, or as the parts of the uncertainty.</summary>
    private static void WriteSpread(Utf8JsonWriter writer, ServedModel model, int rows, SpreadBatch spread)
    {
        writer.WriteStartArray(model.IsClassifier ? "uncertainty"u8 : "spread"u8);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> own = spread.Row(row);
            if (!model.IsClassifier)
            {
                WriteNumber(writer, own[0]);
                continue;
            }

            writer.WriteStartObject();
            writer.WritePropertyName("total"u8);
            WriteNumber(writer, own[0]);
            writer.WritePropertyName("aleatoric"u8);
            WriteNumber(writer, own[1]);
            writer.WritePropertyName("epistemic"u8);
            WriteNumber(writer, own[2]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the two ends of each row, or the names of the classes in its set; an end that is infinite is null.</summary>
    private static void WriteIntervals(Utf8JsonWriter writer, ServedModel model, int rows, IntervalBatch intervals)
    {
        writer.WriteStartArray(model.Sets is null ? "intervals"u8 : "sets"u8);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> own = intervals.Row(row);
            writer.WriteStartArray();
            for (int i = 0; i < own.Length; i++)
            {
                if (model.Sets is null)
                {
                    WriteNumber(writer, own[i]);
                }
                else if (own[i] != 0)
                {
                    writer.WriteStringValue(model.Classes[i]);
                }
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void WriteEnds(Utf8JsonWriter writer, InferOutputs outputs, InferOutputs end, ReadOnlySpan<byte> name, int rows, IntervalBatch intervals)
    {
        if ((outputs & end) == InferOutputs.None)
        {
            return;
        }

        WriteHead(writer, name, "FP64"u8, rows, 0);
        for (int row = 0; row < rows; row++)
        {
            WriteNumber(writer, intervals.Row(row)[end == InferOutputs.Low ? 0 : 1]);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes why a row is predicted as it is, with the names of <c>modelyard explain --json</c>.</summary>
    private static void WriteExplanation(Utf8JsonWriter writer, ServedModel model, ExplanationBatch explanations, int row)
    {
        PredictionExplainer explainer = model.Explainer;
        int output = explanations.Output(row);
        writer.WriteStartObject();
        if (explainer.Outputs[output] is { Length: > 0 } name)
        {
            writer.WriteString("class"u8, name);
        }

        writer.WriteString("scale"u8, explainer.Scale.ToString().ToLowerInvariant());
        writer.WriteBoolean("estimated"u8, explainer.IsEstimated);
        if (explainer.IsEstimated)
        {
            writer.WriteNumber("background_rows"u8, explainer.BackgroundRows);
        }

        writer.WritePropertyName("base"u8);
        WriteNumber(writer, explainer.Base[output]);
        if (explainer.IsEstimated)
        {
            writer.WritePropertyName("base_standard_error"u8);
            WriteNumber(writer, explainer.BaseErrors[output]);
        }

        writer.WritePropertyName("prediction"u8);
        WriteNumber(writer, explanations.Prediction(row));
        WriteByColumn(writer, "contributions"u8, explainer, explanations.Row(row));
        if (explainer.IsEstimated)
        {
            WriteByColumn(writer, "standard_errors"u8, explainer, explanations.Errors(row));
        }

        if (model.ExplanationNote is { } note)
        {
            writer.WriteString("note"u8, note);
        }

        writer.WriteEndObject();
    }

    private static void WriteByColumn(Utf8JsonWriter writer, ReadOnlySpan<byte> name, PredictionExplainer explainer, ReadOnlySpan<double> values)
    {
        writer.WriteStartObject(name);
        for (int column = 0; column < values.Length; column++)
        {
            writer.WritePropertyName(explainer.Columns[column].Name);
            WriteNumber(writer, values[column]);
        }

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
            WriteNumber(writer, number);
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, double number)
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
