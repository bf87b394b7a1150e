using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Server.Models;

namespace Modelyard.Server.Protocol;

/// <summary>Reads one JSON value as one cell of a row.</summary>
internal static class CellReader
{
    /// <summary>The greatest length of the key of a row, in bytes.</summary>
    public const int MostKeyBytes = 1000;

    private const int ShownLength = 60;
    private const double UnknownLevel = -1;

    /// <summary>Reads the value that the reader stands on; the reader then stands on its last token.</summary>
    /// <returns>False if the value cannot be the input's.</returns>
    public static bool TryRead(ref Utf8JsonReader reader, ServedModel model, RowBatch batch, int row, int input)
    {
        if (model.Inputs[input].Kind == FeatureKind.Text)
        {
            return TryReadText(ref reader, model, batch, row, input);
        }

        bool isFitting = TryReadValue(ref reader, model, input, out batch.Cell(row, input));
        if (batch.Texts is { } texts && batch.Cell(row, input) == UnknownLevel && model.Inputs[input].IsCategorical)
        {
            AddText(ref reader, texts, row, input);
        }

        return isFitting;
    }

    /// <summary>Passes over the value of a column that the model does not read; one that is the key of its row is kept.</summary>
    public static void PassOver(ref Utf8JsonReader reader, RowBatch batch, int row, int column, in JsonPlace place, FaultList faults)
    {
        if (column == RowBatch.Key && reader.TokenType != JsonTokenType.Null)
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject || reader.ValueSpan.Length > MostKeyBytes)
            {
                faults.Add(place.ToString(), "wrong_type", Show(ref reader), $"The key of a row must be a text or a number of at most {MostKeyBytes} bytes, or null.");
                return;
            }

            if (batch.Texts is { } texts)
            {
                AddText(ref reader, texts, row, CellTexts.Key);
            }
        }

        reader.Skip();
    }

    /// <summary>Reads the keys of all rows from an array; the reader then stands on its end.</summary>
    public static void ReadKeys(Utf8JsonReader reader, RowBatch batch, in JsonPlace place, FaultList faults)
    {
        int row = 0;
        for (int depth = 0; ;)
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray)
            {
                depth += reader.TokenType == JsonTokenType.StartArray ? 1 : -1;
            }
            else
            {
                PassOver(ref reader, batch, row, row < batch.Count ? RowBatch.Key : -1, place, faults);
                row++;
            }

            if (depth == 0 || !reader.Read())
            {
                break;
            }
        }

        if (row != batch.Count)
        {
            faults.Add(place.ToString(), "wrong_length", $"{row}", $"There are {row} keys and must be {batch.Count}, one for each row.");
        }
    }

    private static bool TryReadValue(ref Utf8JsonReader reader, ServedModel model, int input, out double cell)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                cell = double.NaN;
                return true;
            case JsonTokenType.Number:
                cell = double.NaN;
                return reader.TryGetDouble(out double number) && double.IsFinite(number) && model.Encoder.TryEncode(input, number, reader.ValueSpan, out cell);
            case JsonTokenType.True or JsonTokenType.False:
                cell = model.Encoder.Encode(input, reader.TokenType == JsonTokenType.True);
                return model.Inputs[input].Kind != FeatureKind.Timestamp;
            case JsonTokenType.String:
                return reader.ValueIsEscaped ? TryReadEscaped(ref reader, model, input, out cell) : TryReadString(reader.ValueSpan, model, input, out cell);
            default:
                cell = double.NaN;
                return false;
        }
    }

    /// <summary>Adds the fault of a value that <see cref="TryRead"/> refused, and passes over the value.</summary>
    public static void Refuse(ref Utf8JsonReader reader, ServedModel model, int input, string path, FaultList faults)
    {
        string shown = Show(ref reader);
        faults.Add(path, "wrong_type", shown, Refusal(model.Inputs[input], shown));
    }

    /// <summary>Says that a value cannot be an input's.</summary>
    public static string Refusal(Feature feature, string shown)
    {
        string expected = feature.Kind switch
        {
            FeatureKind.Boolean => "true, false or null",
            FeatureKind.Categorical or FeatureKind.Text => "a text or null",
            FeatureKind.Timestamp => "a date or a time as in 2026-01-31T08:30:00, or null",
            _ => "a finite number or null",
        };
        return $"The value {shown} of the input '{feature.Name}' must be {expected}.";
    }

    /// <summary>Finds the input whose name the reader stands on.</summary>
    public static int IndexOfName(ref Utf8JsonReader reader, ServedModel model, int guess)
    {
        if (!reader.ValueIsEscaped)
        {
            int input = model.IndexOf(reader.ValueSpan, guess);
            return input < 0 && reader.ValueSpan.SequenceEqual(KeyName) ? RowBatch.Key : input;
        }

        byte[] text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return model.IndexOf(text.AsSpan(0, Unescape(ref reader, text)), guess);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    /// <summary>Passes over a value and returns its beginning.</summary>
    public static string Show(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            bool isObject = reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
            return isObject ? "{...}" : "[...]";
        }

        ReadOnlySpan<byte> raw = reader.ValueSpan;
        string text = Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, ShownLength)]);
        text = raw.Length > ShownLength ? text + "..." : text;
        return reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? $"'{text}'" : text;
    }

    private static ReadOnlySpan<byte> KeyName => "_key"u8;

    private static void AddText(ref Utf8JsonReader reader, CellTexts texts, int row, int column)
    {
        if (!reader.ValueIsEscaped)
        {
            texts.Add(row, column, reader.ValueSpan);
            return;
        }

        byte[] text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            texts.Add(row, column, text.AsSpan(0, Unescape(ref reader, text)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private static bool TryReadText(ref Utf8JsonReader reader, ServedModel model, RowBatch batch, int row, int input)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return reader.TokenType == JsonTokenType.Null;
        }

        if (!reader.ValueIsEscaped)
        {
            batch.SetText(model, row, input, reader.ValueSpan);
            return true;
        }

        byte[] text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            batch.SetText(model, row, input, text.AsSpan(0, Unescape(ref reader, text)));
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private static bool TryReadString(ReadOnlySpan<byte> utf8, ServedModel model, int input, out double cell)
    {
        bool isFitting = model.Encoder.TryEncode(input, utf8, out cell);

        // A text such as 'inf' or 'nan' is read in a table, where there is no other way to write it; here null says what is not known.
        bool isNotFinite = double.IsNaN(cell) && model.Inputs[input].Kind == FeatureKind.Numeric
            && (!model.Encoder.IsMissing(utf8) || (double.TryParse(utf8, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && !double.IsFinite(number)));
        return isFitting && !isNotFinite;
    }

    private static bool TryReadEscaped(ref Utf8JsonReader reader, ServedModel model, int input, out double cell)
    {
        byte[] text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return TryReadString(text.AsSpan(0, Unescape(ref reader, text)), model, input, out cell);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private static int Unescape(ref Utf8JsonReader reader, byte[] text)
    {
        try
        {
            return reader.CopyString(text);
        }
        catch (InvalidOperationException)
        {
            throw RequestFaultException.At("$", "invalid_text", null, "A text of the request is not valid Unicode: it has half of a surrogate pair.");
        }
    }
}
