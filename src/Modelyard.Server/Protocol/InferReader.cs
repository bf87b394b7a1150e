using System.Text.Json;
using Modelyard.Server.Models;

namespace Modelyard.Server.Protocol;

/// <summary>Reads the JSON bodies of the Open Inference Protocol, version 2, straight into rows.</summary>
internal static class InferReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    /// <summary>Reads a body.</summary>
    public static InferRequest Read(ReadOnlySpan<byte> body, ServedModel model, RowBatch batch, FaultList faults)
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

    private static InferRequest ReadBody(ReadOnlySpan<byte> body, ServedModel model, RowBatch batch, FaultList faults)
    {
        var reader = new Utf8JsonReader(body, Options);
        reader.Read();
        InvocationReader.Expect(ref reader, JsonTokenType.StartObject, "$", "an object with 'inputs'");
        Utf8JsonReader inputs = default;
        bool hasInputs = false;
        Range id = default;
        InferOutputs outputs = InferOutputs.None, besides = InferOutputs.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isParameters = reader.ValueTextEquals("parameters"u8);
            bool isInputs = reader.ValueTextEquals("inputs"u8);
            bool isId = reader.ValueTextEquals("id"u8);
            bool isOutputs = reader.ValueTextEquals("outputs"u8);
            reader.Read();
            if ((isInputs && hasInputs) || (isId && !id.Equals(default)) || (isOutputs && outputs != InferOutputs.None))
            {
                throw InvocationReader.Twice("$", isInputs ? "inputs" : isId ? "id" : "outputs");
            }

            if (isInputs)
            {
                inputs = reader;
                hasInputs = true;
            }
            else if (isId && reader.TokenType != JsonTokenType.Null)
            {
                InvocationReader.Expect(ref reader, JsonTokenType.String, "$.id", "a text");
                id = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
            }
            else if (isOutputs)
            {
                outputs = ReadOutputs(reader, model, faults);
            }
            else if (isParameters && reader.TokenType != JsonTokenType.Null)
            {
                besides |= TensorsOf(InvocationReader.ReadParams(reader, "$.parameters"), model);
            }

            reader.Skip();
        }

        reader.Read();
        if (!hasInputs)
        {
            throw RequestFaultException.At("$", "missing_member", null, "The body has no 'inputs'; it must be an array of tensors.");
        }

        InvocationReader.Expect(ref inputs, JsonTokenType.StartArray, "$.inputs", "an array of tensors");
        ReadTensors(inputs, body.Length, model, batch, faults);
        faults.ThrowIfAny();
        return new InferRequest(id, (outputs == InferOutputs.None ? InferOutputs.Usual : outputs) | besides);
    }

    /// <summary>Names the tensors that say what a flag of the other routes asks for.</summary>
    private static InferOutputs TensorsOf(InvocationOutputs flags, ServedModel model) =>
        (flags.HasFlag(InvocationOutputs.Probabilities) ? InferOutputs.Probability : InferOutputs.None)
        | (flags.HasFlag(InvocationOutputs.Explanations) ? InferOutputs.Explanation : InferOutputs.None)
        | (!flags.HasFlag(InvocationOutputs.Intervals) ? InferOutputs.None : model.Sets is null ? InferOutputs.Low | InferOutputs.High : InferOutputs.Set)
        | (flags.HasFlag(InvocationOutputs.Spread) ? InferOutputs.Spread : InferOutputs.None);

    private static InferOutputs ReadOutputs(Utf8JsonReader reader, ServedModel model, FaultList faults)
    {
        InferOutputs outputs = InferOutputs.None;
        InvocationReader.Expect(ref reader, JsonTokenType.StartArray, "$.outputs", "an array of objects with 'name'");
        for (int i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            InvocationReader.Expect(ref reader, JsonTokenType.StartObject, new JsonPlace("$.outputs", i, ""), "an object with 'name'");
            bool hasName = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isName = reader.ValueTextEquals("name"u8);
                hasName |= isName;
                reader.Read();
                if (!isName)
                {
                    reader.Skip();
                    continue;
                }

                InvocationReader.Expect(ref reader, JsonTokenType.String, new JsonPlace("$.outputs", i, ".name"), "a text");
                if (reader.ValueTextEquals("prediction"u8))
                {
                    outputs |= InferOutputs.Prediction;
                }
                else if (model.IsClassifier && reader.ValueTextEquals("probability"u8))
                {
                    outputs |= InferOutputs.Probability;
                }
                else if (reader.ValueTextEquals("base"u8))
                {
                    outputs |= InferOutputs.Base;
                }
                else if (reader.ValueTextEquals("contribution"u8))
                {
                    outputs |= InferOutputs.Contribution;
                }
                else if (model.Intervals is not null && reader.ValueTextEquals("low"u8))
                {
                    outputs |= InferOutputs.Low;
                }
                else if (model.Intervals is not null && reader.ValueTextEquals("high"u8))
                {
                    outputs |= InferOutputs.High;
                }
                else if (model.Sets is not null && reader.ValueTextEquals("set"u8))
                {
                    outputs |= InferOutputs.Set;
                }
                else if (model.HasSpread && reader.ValueTextEquals(model.IsClassifier ? "uncertainty"u8 : "spread"u8))
                {
                    outputs |= InferOutputs.Spread;
                }
                else
                {
                    string shown = CellReader.Show(ref reader);
                    faults.Add($"$.outputs[{i}].name", "unknown_output", shown, $"The model has no output {shown}; it has 'prediction'{(model.IsClassifier ? ", 'probability'" : "")}{(model.Intervals is not null ? ", 'low', 'high'" : model.Sets is not null ? ", 'set'" : "")}{(!model.HasSpread ? "" : model.IsClassifier ? ", 'uncertainty'" : ", 'spread'")}, 'base' and 'contribution'.");
                }
            }

            if (!hasName)
            {
                faults.Add($"$.outputs[{i}]", "missing_member", null, "The output has no 'name' and must have it.");
            }
        }

        return outputs;
    }

    private static void ReadTensors(Utf8JsonReader reader, int bodyLength, ServedModel model, RowBatch batch, FaultList faults)
    {
        Span<bool> seen = batch.Seen.AsSpan(0, batch.Width);
        seen.Clear();
        bool isWhole = FindNames(reader, model, seen, faults, out TensorHead whole, out Utf8JsonReader wholeData, out Utf8JsonReader keys);
        faults.ThrowIfAny();
        if (isWhole)
        {
            ReadWhole(wholeData, whole, bodyLength, model, batch, faults);
        }
        else
        {
            ReadColumns(reader, bodyLength, model, batch, faults);
        }

        if (keys.TokenType != JsonTokenType.None)
        {
            CellReader.ReadKeys(keys, batch, new JsonPlace("$.inputs", -1, "._key"), faults);
        }
    }

    private static void ReadColumns(Utf8JsonReader reader, int bodyLength, ServedModel model, RowBatch batch, FaultList faults)
    {
        bool isFirst = true;
        for (int i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            TensorHead head = ReadHead(ref reader, i, model, out Utf8JsonReader data);
            if (head.Input < 0)
            {
                continue;
            }

            if (head.Rank is not (1 or 2) || (head.Rank == 2 && head.Columns != 1))
            {
                throw RequestFaultException.At($"$.inputs[{i}].shape", "wrong_shape", null, $"The shape of the tensor '{model.Inputs[head.Input].Name}' must be [N] or [N, 1].");
            }

            if (isFirst)
            {
                batch.Reserve(head.Rows, bodyLength);
                isFirst = false;
            }
            else if (head.Rows != batch.Count)
            {
                throw RequestFaultException.At($"$.inputs[{i}].shape", "wrong_shape", head.Rows.ToString(), $"The tensor '{model.Inputs[head.Input].Name}' has {head.Rows} rows and must have {batch.Count}, as the others have.");
            }

            var place = new JsonPlace("$.inputs", i, ".data");
            CheckType(data, head, place, faults);
            ColumnReader.Read(ref data, place, model, head.Input, batch, faults);
        }
    }

    /// <summary>Finds whether one tensor stands for all inputs; if not, all inputs must be there.</summary>
    private static bool FindNames(Utf8JsonReader reader, ServedModel model, Span<bool> seen, FaultList faults, out TensorHead head, out Utf8JsonReader data, out Utf8JsonReader keys)
    {
        head = default;
        data = default;
        keys = default;
        int tensors = 0;
        bool isWide = false;
        for (int i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            TensorHead own = ReadHead(ref reader, i, model, out Utf8JsonReader ownData);
            if (own.Input == RowBatch.Key)
            {
                keys = ownData;
                continue;
            }

            head = own;
            data = ownData;
            isWide = head.Rank == 2 && head.Columns == model.Inputs.Count && !(head.Input >= 0 && model.Inputs.Count == 1);
            if (head.Input >= 0)
            {
                if (seen[head.Input])
                {
                    faults.Add($"$.inputs[{i}].name", "duplicate_column", model.Inputs[head.Input].Name, $"The tensor '{model.Inputs[head.Input].Name}' stands twice and must stand once.");
                }

                seen[head.Input] = true;
            }

            tensors++;
        }

        if (tensors == 1 && isWide)
        {
            return true;
        }

        InvocationReader.AddAbsent("$.inputs", model, seen, faults);
        return false;
    }

    private static TensorHead ReadHead(scoped ref Utf8JsonReader reader, int index, ServedModel model, out Utf8JsonReader data)
    {
        data = default;
        bool hasData = false;
        bool hasName = false;
        var head = new TensorHead { Input = -1, Rank = -1 };
        InvocationReader.Expect(ref reader, JsonTokenType.StartObject, new JsonPlace("$.inputs", index, ""), "an object with 'name', 'shape', 'datatype' and 'data'");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8))
            {
                ThrowIfTwice(hasName, index, "name");
                reader.Read();
                InvocationReader.Expect(ref reader, JsonTokenType.String, new JsonPlace("$.inputs", index, ".name"), "a text");
                head.Input = CellReader.IndexOfName(ref reader, model, index);
                hasName = true;
            }
            else if (reader.ValueTextEquals("shape"u8))
            {
                ThrowIfTwice(head.Rank >= 0, index, "shape");
                reader.Read();
                ReadShape(reader, index, ref head);
            }
            else if (reader.ValueTextEquals("datatype"u8))
            {
                ThrowIfTwice(head.Type != TensorType.None, index, "datatype");
                reader.Read();
                head.Type = TypeOf(ref reader, index);
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                ThrowIfTwice(hasData, index, "data");
                reader.Read();
                InvocationReader.Expect(ref reader, JsonTokenType.StartArray, new JsonPlace("$.inputs", index, ".data"), "an array");
                data = reader;
                hasData = true;
            }
            else
            {
                reader.Read();
            }

            reader.Skip();
        }

        string? lacking = !hasName ? "name" : head.Rank < 0 ? "shape" : head.Type == TensorType.None ? "datatype" : !hasData ? "data" : null;
        return lacking is null
            ? head
            : throw RequestFaultException.At($"$.inputs[{index}]", "missing_member", null, $"The tensor has no '{lacking}'; it must have 'name', 'shape', 'datatype' and 'data'.");
    }

    private static void ThrowIfTwice(bool isThere, int index, string name)
    {
        if (isThere)
        {
            throw InvocationReader.Twice($"$.inputs[{index}]", name);
        }
    }

    private static void ReadShape(Utf8JsonReader reader, int index, ref TensorHead head)
    {
        InvocationReader.Expect(ref reader, JsonTokenType.StartArray, new JsonPlace("$.inputs", index, ".shape"), "an array of whole numbers");
        head.Rank = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int size) || size < 0)
            {
                throw RequestFaultException.At($"$.inputs[{index}].shape[{head.Rank}]", "wrong_shape", CellReader.Show(ref reader), "A size must be a whole number, 0 or greater.");
            }

            head.Rows = head.Rank == 0 ? size : head.Rows;
            head.Columns = head.Rank == 1 ? size : head.Columns;
            head.Rank++;
        }
    }

    private static TensorType TypeOf(ref Utf8JsonReader reader, int index)
    {
        ReadOnlySpan<byte> name = reader.TokenType == JsonTokenType.String ? reader.ValueSpan : default;
        if (name.SequenceEqual("BYTES"u8))
        {
            return TensorType.Bytes;
        }

        if (name.SequenceEqual("BOOL"u8))
        {
            return TensorType.Boolean;
        }

        if (name.SequenceEqual("FP64"u8) || name.SequenceEqual("FP32"u8) || name.SequenceEqual("FP16"u8))
        {
            return TensorType.Number;
        }

        bool isWhole = name.SequenceEqual("INT64"u8) || name.SequenceEqual("INT32"u8) || name.SequenceEqual("INT16"u8) || name.SequenceEqual("INT8"u8)
            || name.SequenceEqual("UINT64"u8) || name.SequenceEqual("UINT32"u8) || name.SequenceEqual("UINT16"u8) || name.SequenceEqual("UINT8"u8);
        return isWhole
            ? TensorType.WholeNumber
            : throw RequestFaultException.At(
                $"$.inputs[{index}].datatype", "unknown_datatype", CellReader.Show(ref reader), "The datatype must be one of BOOL, INT8 to INT64, UINT8 to UINT64, FP16, FP32, FP64 and BYTES.");
    }

    private static void ReadWhole(Utf8JsonReader data, in TensorHead head, int bodyLength, ServedModel model, RowBatch batch, FaultList faults)
    {
        var place = new JsonPlace("$.inputs", 0, ".data");
        int count = CheckType(data, head, place, faults);
        int width = batch.Width;
        if (count != (long)head.Rows * width)
        {
            throw RequestFaultException.At(place.ToString(), "wrong_length", count.ToString(), $"The tensor has {count} values and its shape says {head.Rows} x {width}.");
        }

        batch.Reserve(head.Rows, bodyLength);
        for (int at = 0; at < count && data.Read();)
        {
            if (data.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray)
            {
                continue;
            }

            if (!CellReader.TryRead(ref data, model, batch, at / width, at % width))
            {
                CellReader.Refuse(ref data, model, at % width, $"{place}[{at}]", faults);
            }

            at++;
        }
    }

    /// <summary>Checks that all values are of the tensor's datatype.</summary>
    /// <returns>How many there are.</returns>
    private static int CheckType(Utf8JsonReader data, in TensorHead head, in JsonPlace place, FaultList faults)
    {
        int depth = 0;
        int at = 0;
        do
        {
            bool isFitting = data.TokenType switch
            {
                JsonTokenType.StartArray or JsonTokenType.EndArray or JsonTokenType.Null => true,
                JsonTokenType.Number when head.Type == TensorType.WholeNumber => data.TryGetInt64(out _) || (data.TryGetDouble(out double number) && double.IsInteger(number)),
                JsonTokenType.Number => head.Type != TensorType.Bytes,
                JsonTokenType.String => head.Type == TensorType.Bytes,
                JsonTokenType.True or JsonTokenType.False => head.Type == TensorType.Boolean,
                _ => false,
            };
            depth += data.TokenType == JsonTokenType.StartArray ? 1 : data.TokenType == JsonTokenType.EndArray ? -1 : 0;
            if (data.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray)
            {
                continue;
            }

            if (!isFitting)
            {
                string shown = CellReader.Show(ref data);
                string name = head.Type switch { TensorType.Bytes => "BYTES", TensorType.Boolean => "BOOL", TensorType.WholeNumber => "a type of whole numbers", _ => "a type of numbers" };
                faults.Add($"{place}[{at}]", "wrong_type", shown, $"The value {shown} does not fit the datatype of its tensor, which is {name}.");
            }

            at++;
        }
        while (depth > 0 && data.Read());
        faults.ThrowIfAny();
        return at;
    }

    private enum TensorType
    {
        None,
        Number,
        WholeNumber,
        Boolean,
        Bytes,
    }

    private struct TensorHead
    {
        public int Input;
        public int Rank;
        public int Rows;
        public int Columns;
        public TensorType Type;
    }
}
