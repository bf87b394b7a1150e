using System.Text.Json;
using Modelyard.Server.Models;

namespace Modelyard.Server.Protocol;

/// <summary>Reads the JSON bodies that MLflow's scoring server takes straight into rows.</summary>
internal static class InvocationReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    private enum Layout
    {
        None,
        Split,
        Records,
        Instances,
        Inputs,
    }

    /// <summary>Reads a body.</summary>
    /// <returns>What the answer is to hold beside the predictions.</returns>
    public static InvocationOutputs Read(ReadOnlySpan<byte> body, ServedModel model, RowBatch batch, FaultList faults)
    {
        try
        {
            return ReadBody(body, model, batch, faults);
        }
        catch (JsonException fault)
        {
            throw MalformedJson.Describe(body, fault);
        }
    }

    private static InvocationOutputs ReadBody(ReadOnlySpan<byte> body, ServedModel model, RowBatch batch, FaultList faults)
    {
        var reader = new Utf8JsonReader(body, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw RequestFaultException.At("$", "wrong_type", CellReader.Show(ref reader), "The body must be a JSON object with one of 'dataframe_split', 'dataframe_records', 'instances' and 'inputs'.");
        }

        Layout layout = Layout.None;
        Utf8JsonReader table = default;
        bool hasParams = false;
        InvocationOutputs outputs = InvocationOutputs.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Layout own = LayoutOf(ref reader);
            bool isParams = reader.ValueTextEquals("params"u8);
            bool isExplanations = reader.ValueTextEquals("explanations"u8), isIntervals = reader.ValueTextEquals("intervals"u8), isSpread = reader.ValueTextEquals("spread"u8);
            reader.Read();
            if (isParams && hasParams)
            {
                throw Twice("$", "params");
            }

            hasParams |= isParams;
            if (own != Layout.None)
            {
                if (layout != Layout.None)
                {
                    throw RequestFaultException.At("$", "ambiguous_body", null, "The body must have exactly one of 'dataframe_split', 'dataframe_records', 'instances' and 'inputs', and has more.");
                }

                layout = own;
                table = reader;
            }
            else if (isParams && reader.TokenType != JsonTokenType.Null)
            {
                outputs |= ReadParams(reader, "$.params");
            }
            else if (isExplanations && ReadFlag(ref reader, "$", "explanations"))
            {
                outputs |= InvocationOutputs.Explanations;
            }
            else if (isIntervals && ReadFlag(ref reader, "$", "intervals"))
            {
                outputs |= InvocationOutputs.Intervals;
            }
            else if (isSpread && ReadFlag(ref reader, "$", "spread"))
            {
                outputs |= InvocationOutputs.Spread;
            }

            reader.Skip();
        }

        reader.Read();
        switch (layout)
        {
            case Layout.Split:
                ReadSplit(table, model, batch, faults);
                break;
            case Layout.Records:
                ReadRows(table, "$.dataframe_records", model, batch, faults);
                break;
            case Layout.Instances:
                ReadRows(table, "$.instances", model, batch, faults);
                break;
            case Layout.Inputs when table.TokenType == JsonTokenType.StartObject:
                ReadColumns(table, body.Length, model, batch, faults);
                break;
            case Layout.Inputs:
                ReadRows(table, "$.inputs", model, batch, faults);
                break;
            default:
                throw RequestFaultException.At("$", "missing_table", null, "The body must have one of 'dataframe_split', 'dataframe_records', 'instances' and 'inputs', and has none.");
        }

        faults.ThrowIfAny();
        return outputs;
    }

    private static Layout LayoutOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("dataframe_split"u8) ? Layout.Split
        : reader.ValueTextEquals("dataframe_records"u8) ? Layout.Records
        : reader.ValueTextEquals("instances"u8) ? Layout.Instances
        : reader.ValueTextEquals("inputs"u8) ? Layout.Inputs
        : Layout.None;

    /// <summary>Reads what an object of flags asks for beside the predictions.</summary>
    internal static InvocationOutputs ReadParams(Utf8JsonReader reader, string path)
    {
        Expect(ref reader, JsonTokenType.StartObject, path, "an object");
        InvocationOutputs outputs = InvocationOutputs.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isProbabilities = reader.ValueTextEquals("probabilities"u8), isExplanations = reader.ValueTextEquals("explanations"u8), isIntervals = reader.ValueTextEquals("intervals"u8), isSpread = reader.ValueTextEquals("spread"u8);
            reader.Read();
            if (isProbabilities && ReadFlag(ref reader, path, "probabilities"))
            {
                outputs |= InvocationOutputs.Probabilities;
            }
            else if (isExplanations && ReadFlag(ref reader, path, "explanations"))
            {
                outputs |= InvocationOutputs.Explanations;
            }
            else if (isIntervals && ReadFlag(ref reader, path, "intervals"))
            {
                outputs |= InvocationOutputs.Intervals;
            }
            else if (isSpread && ReadFlag(ref reader, path, "spread"))
            {
                outputs |= InvocationOutputs.Spread;
            }

            reader.Skip();
        }

        return outputs;
    }

    private static bool ReadFlag(ref Utf8JsonReader reader, string path, string name) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        _ => throw RequestFaultException.At($"{path}.{name}", "wrong_type", CellReader.Show(ref reader), $"'{$"{path}.{name}"[2..]}' must be true or false."),
    };

    private static void ReadSplit(Utf8JsonReader reader, ServedModel model, RowBatch batch, FaultList faults)
    {
        Expect(ref reader, JsonTokenType.StartObject, "$.dataframe_split", "an object with 'columns' and 'data'");
        Utf8JsonReader data = default;
        bool hasData = false;
        bool hasColumns = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isColumns = reader.ValueTextEquals("columns"u8);
            bool isData = reader.ValueTextEquals("data"u8);
            reader.Read();
            if ((isData && hasData) || (isColumns && hasColumns))
            {
                throw Twice("$.dataframe_split", isData ? "data" : "columns");
            }

            if (isData)
            {
                data = reader;
                hasData = true;
            }
            else if (isColumns)
            {
                hasColumns = true;
                ReadNames(reader, model, batch, faults);
            }

            reader.Skip();
        }

        if (!hasData || !hasColumns)
        {
            string lacking = hasData ? "columns" : "data";
            throw RequestFaultException.At("$.dataframe_split", "missing_member", null, $"The table has no '{lacking}'; it must have 'columns' and 'data'.");
        }

        faults.ThrowIfAny();
        const string Path = "$.dataframe_split.data";
        Expect(ref data, JsonTokenType.StartArray, Path, "an array of rows");
        while (data.Read() && data.TokenType != JsonTokenType.EndArray)
        {
            ReadPositions(ref data, Path, model, batch, faults);
        }
    }

    private static void ReadNames(Utf8JsonReader reader, ServedModel model, RowBatch batch, FaultList faults)
    {
        const string Path = "$.dataframe_split.columns";
        Expect(ref reader, JsonTokenType.StartArray, Path, "an array of names");
        Span<bool> seen = batch.Seen.AsSpan(0, batch.Width);
        seen.Clear();
        for (int i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                batch.Columns.Add(-1);
                faults.Add($"{Path}[{i}]", "wrong_type", CellReader.Show(ref reader), "The name of a column must be a text.");
                continue;
            }

            int input = CellReader.IndexOfName(ref reader, model, i);
            if (input >= 0 && seen[input])
            {
                faults.Add($"{Path}[{i}]", "duplicate_column", model.Inputs[input].Name, $"The column '{model.Inputs[input].Name}' stands twice and must stand once.");
            }

            batch.Columns.Add(input);
            if (input >= 0)
            {
                seen[input] = true;
            }
        }

        AddAbsent(Path, model, seen, faults);
    }

    private static void ReadRows(Utf8JsonReader reader, string path, ServedModel model, RowBatch batch, FaultList faults)
    {
        Expect(ref reader, JsonTokenType.StartArray, path, "an array of rows");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadRecord(ref reader, path, model, batch, faults);
            }
            else
            {
                ReadPositions(ref reader, path, model, batch, faults);
            }
        }
    }

    private static void ReadRecord(ref Utf8JsonReader reader, string path, ServedModel model, RowBatch batch, FaultList faults)
    {
        Span<double> row = batch.Add();
        Span<bool> seen = batch.Seen.AsSpan(0, batch.Width);
        seen.Clear();
        int next = 0;
        int found = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int input = CellReader.IndexOfName(ref reader, model, next);
            reader.Read();
            if (input < 0)
            {
                CellReader.PassOver(ref reader, batch, batch.Count - 1, input, new JsonPlace(path, batch.Count - 1, "._key"), faults);
                continue;
            }

            next = input + 1;
            if (seen[input])
            {
                faults.Add($"{path}[{batch.Count - 1}]", "duplicate_column", model.Inputs[input].Name, $"The column '{model.Inputs[input].Name}' stands twice and must stand once.");
            }
            else
            {
                seen[input] = true;
                found++;
            }

            if (!CellReader.TryRead(ref reader, model, batch, batch.Count - 1, input))
            {
                CellReader.Refuse(ref reader, model, input, $"{path}[{batch.Count - 1}]{model.Members[input]}", faults);
            }
        }

        if (found < row.Length)
        {
            AddAbsent($"{path}[{batch.Count - 1}]", model, seen, faults);
        }
    }

    private static void ReadPositions(ref Utf8JsonReader reader, string path, ServedModel model, RowBatch batch, FaultList faults)
    {
        Span<double> row = batch.Add();
        List<int> columns = batch.Columns;
        int width = columns.Count > 0 ? columns.Count : row.Length;
        int count = 0;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            if (width != 1)
            {
                faults.Add($"{path}[{batch.Count - 1}]", "wrong_type", CellReader.Show(ref reader), $"A row must be an array of {width} values, or an object.");
                return;
            }

            if (!CellReader.TryRead(ref reader, model, batch, batch.Count - 1, 0))
            {
                CellReader.Refuse(ref reader, model, 0, $"{path}[{batch.Count - 1}]", faults);
            }

            return;
        }

        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            int input = count >= width ? -1 : columns.Count > 0 ? columns[count] : count;
            if (input < 0)
            {
                CellReader.PassOver(ref reader, batch, batch.Count - 1, input, new JsonPlace(path, batch.Count - 1, "._key"), faults);
            }
            else if (!CellReader.TryRead(ref reader, model, batch, batch.Count - 1, input))
            {
                CellReader.Refuse(ref reader, model, input, $"{path}[{batch.Count - 1}][{count}]", faults);
            }
        }

        if (count != width)
        {
            faults.Add($"{path}[{batch.Count - 1}]", "wrong_length", $"{count}", $"The row has {count} values and must have {width}.");
        }
    }

    private static void ReadColumns(Utf8JsonReader reader, int bodyLength, ServedModel model, RowBatch batch, FaultList faults)
    {
        Span<bool> seen = batch.Seen.AsSpan(0, batch.Width);
        seen.Clear();
        Utf8JsonReader names = reader;
        while (names.Read() && names.TokenType == JsonTokenType.PropertyName)
        {
            int input = CellReader.IndexOfName(ref names, model, 0);
            if (input >= 0 && seen[input])
            {
                faults.Add("$.inputs", "duplicate_column", model.Inputs[input].Name, $"The column '{model.Inputs[input].Name}' stands twice and must stand once.");
            }
            else if (input >= 0)
            {
                seen[input] = true;
            }

            names.Read();
            names.Skip();
        }

        AddAbsent("$.inputs", model, seen, faults);
        faults.ThrowIfAny();
        int rows = -1;
        Utf8JsonReader keys = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int input = CellReader.IndexOfName(ref reader, model, 0);
            reader.Read();
            if (input < 0)
            {
                keys = input == RowBatch.Key ? reader : keys;
                reader.Skip();
                continue;
            }

            if (rows < 0)
            {
                rows = ColumnReader.CountValues(reader);
                batch.Reserve(rows, bodyLength);
            }

            ColumnReader.Read(ref reader, new JsonPlace("$.inputs", -1, model.Members[input]), model, input, batch, faults);
        }

        if (keys.TokenType != JsonTokenType.None)
        {
            CellReader.ReadKeys(keys, batch, new JsonPlace("$.inputs", -1, "._key"), faults);
        }
    }

    /// <summary>Adds a fault for each input that was not given.</summary>
    internal static void AddAbsent(string path, ServedModel model, ReadOnlySpan<bool> seen, FaultList faults)
    {
        for (int input = 0; input < seen.Length; input++)
        {
            if (!seen[input])
            {
                string name = model.Inputs[input].Name;
                faults.Add(path, "missing_column", name, $"The column '{name}' is missing; if its value is not known, give null.");
            }
        }
    }

    /// <summary>Makes the fault of a member that an object has more than once.</summary>
    internal static RequestFaultException Twice(string path, string name) => RequestFaultException.At(path, "duplicate_member", name, $"'{path}' has '{name}' twice and must have it once.");

    internal static void Expect(ref Utf8JsonReader reader, JsonTokenType type, in JsonPlace place, string expected)
    {
        if (reader.TokenType != type)
        {
            Expect(ref reader, type, place.ToString(), expected);
        }
    }

    internal static string Member(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? $".{name}" : $"['{name.Replace("'", "\\'", StringComparison.Ordinal)}']";

    internal static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string path, string expected)
    {
        if (reader.TokenType != type)
        {
            throw RequestFaultException.At(path, "wrong_type", CellReader.Show(ref reader), $"'{path}' must be {expected}.");
        }
    }
}
