using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Persistence.Format;

/// <summary>Gives one part of a model the values that <see cref="StateTreeWriter"/> wrote for it.</summary>
internal sealed class StateTreeReader(JsonElement state, string path, ReadSession session) : StateReader
{
    public override bool Contains(string name) => state.TryGetProperty(name, out _);

    public override double ReadDouble(string name) => Find(name).TryGetAnyNumber(out double value) ? value : throw Wrong(name, "a number");

    public override int ReadInt(string name, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        JsonElement element = Find(name);
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt32(out int value))
        {
            throw Wrong(name, "a whole number of 32 bits");
        }

        return value >= minimum && value <= maximum
            ? value
            : throw new ModelFormatException($"The value '{path}{name}' of the model is '{value}' and must be from {minimum} to {maximum}.");
    }

    public override bool ReadBoolean(string name) => Find(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "true or false"),
    };

    public override string ReadText(string name) => ManifestReader.Text(Find(name), path + name, session.Limits);

    public override IReadOnlyList<string> ReadTexts(string name) => ManifestReader.Texts(Find(name), path + name, session.Limits);

    public override double[] ReadDoubles(string name, int length = -1) => Vector<double>(name, TensorKind.F64, length);

    public override float[] ReadSingles(string name, int length = -1) => Vector<float>(name, TensorKind.F32, length);

    public override int[] ReadInts(string name, int length = -1) => Vector<int>(name, TensorKind.I32, length);

    public override byte[] ReadBytes(string name, int length = -1) => Vector<byte>(name, TensorKind.U8, length);

    public override Matrix ReadMatrix(string name, int rows = -1, int columns = -1)
    {
        (double[] elements, int[] shape) = session.Tensors.Take<double>(Tensor(name), path + name, TensorKind.F64, 2);
        return (rows < 0 || shape[0] == rows) && (columns < 0 || shape[1] == columns)
            ? new Matrix(elements, shape[0], shape[1])
            : throw new ModelFormatException(
                $"The value '{path}{name}' of the model is a matrix of '{shape[0]}' x '{shape[1]}' and must be one of {Size(rows)} x {Size(columns)}.");
    }

    public override FeatureSchema ReadFeatures(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty("schema", out JsonElement number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out int index)
            ? session.Schema(index, path + name)
            : throw Wrong(name, "features: an object with 'schema'");

    public override T ReadPart<T>(string name) => Part<T>(Find(name), path + name);

    public override IReadOnlyList<T> ReadParts<T>(string name)
    {
        JsonElement array = Find(name);
        return array.ValueKind == JsonValueKind.Array
            ? [.. array.EnumerateArray().Select((element, i) => Part<T>(element, $"{path}{name}.{i}"))]
            : throw Wrong(name, "a list of parts");
    }

    private T Part<T>(JsonElement element, string name) => session.ReadPart(element, name) is T part
        ? part
        : throw new ModelFormatException($"The value '{name}' of the model is of the type '{element.GetProperty("type").GetString()}', which is not the kind that is wanted here, '{typeof(T).Name}'.");

    private T[] Vector<T>(string name, TensorKind kind, int length)
        where T : unmanaged
    {
        (T[] elements, _) = session.Tensors.Take<T>(Tensor(name), path + name, kind, 1);
        return length < 0 || elements.Length == length
            ? elements
            : throw new ModelFormatException($"The value '{path}{name}' of the model has '{elements.Length}' elements and must have '{length}'.");
    }

    private string Tensor(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty("tensor", out JsonElement tensor)
            ? ManifestReader.Text(tensor, path + name, session.Limits)
            : throw Wrong(name, "an object with 'tensor'");

    private JsonElement Find(string name) => state.TryGetProperty(name, out JsonElement element)
        ? element
        : throw new ModelFormatException($"The value '{path}{name}' is missing from the model.");

    private ModelFormatException Wrong(string name, string expected) =>
        new($"The value '{path}{name}' of the model must be {expected}.");

    private static string Size(int size) => size < 0 ? "any" : $"'{size}'";
}
