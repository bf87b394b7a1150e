using System.Runtime.InteropServices;
using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Persistence;

/// <summary>Reads what a <see cref="JsonStateWriter"/> wrote, and trusts none of it.</summary>
internal sealed class JsonStateReader(JsonElement section, IReadOnlyDictionary<string, Tensor> tensors, PartBudget budget, string path) : StateReader
{
    /// <inheritdoc/>
    public override bool Contains(string name) => section.TryGetProperty(name, out _);

    /// <inheritdoc/>
    public override double ReadDouble(string name) =>
        section.TryGetProperty(name, out JsonElement value) ? value.Number(path + name) : throw Absent(name);

    /// <inheritdoc/>
    public override int ReadInt(string name, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        long value = section.Member(name, JsonValueKind.Number, path).Integer(path + name);
        return value >= minimum && value <= maximum
            ? (int)value
            : throw new ModelFormatException($"The value '{path}{name}' of the model file is '{value}' and must be from {minimum} to {maximum}.");
    }

    /// <inheritdoc/>
    public override bool ReadBoolean(string name) => section.Member(name, JsonValueKind.True, path).GetBoolean();

    /// <inheritdoc/>
    public override string ReadText(string name) => section.Member(name, JsonValueKind.String, path).Text(path + name);

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReadTexts(string name) => SchemaJson.ReadTexts(section.Member(name, JsonValueKind.Array, path), path + name);

    /// <inheritdoc/>
    public override double[] ReadDoubles(string name, int length = -1) => Vector<double>(name, TensorKind.F64, length);

    /// <inheritdoc/>
    public override float[] ReadSingles(string name, int length = -1) => Vector<float>(name, TensorKind.F32, length);

    /// <inheritdoc/>
    public override int[] ReadInts(string name, int length = -1) => Vector<int>(name, TensorKind.I32, length);

    /// <inheritdoc/>
    public override byte[] ReadBytes(string name, int length = -1) => Vector<byte>(name, TensorKind.U8, length);

    /// <inheritdoc/>
    public override Matrix ReadMatrix(string name, int rows = -1, int columns = -1)
    {
        Tensor tensor = Find(name, TensorKind.F64, 2);
        if ((rows >= 0 && tensor.Shape[0] != rows) || (columns >= 0 && tensor.Shape[1] != columns))
        {
            throw new ModelFormatException($"The matrix '{path}{name}' of the model file has '{tensor.Shape[0]}' rows and '{tensor.Shape[1]}' columns, which does not suit the model.");
        }

        return new Matrix(MemoryMarshal.Cast<byte, double>(tensor.Bytes.Span).ToArray(), tensor.Shape[0], tensor.Shape[1]);
    }

    /// <inheritdoc/>
    public override FeatureSchema ReadFeatures(string name) => SchemaJson.Read(section.Member(name, JsonValueKind.Array, path), path + name + ".");

    /// <inheritdoc/>
    public override T ReadPart<T>(string name) => ReadPart<T>(section.Member(name, JsonValueKind.Object, path), path + name + ".");

    /// <inheritdoc/>
    public override IReadOnlyList<T> ReadParts<T>(string name)
    {
        var parts = new List<T>();
        foreach (JsonElement element in section.Member(name, JsonValueKind.Array, path).EnumerateArray())
        {
            parts.Add(ReadPart<T>(element, $"{path}{name}[{parts.Count}]."));
        }

        return parts;
    }

    private T ReadPart<T>(JsonElement element, string partPath)
    {
        string type = element.Member("type", JsonValueKind.String, partPath).Text(partPath + "type");
        JsonElement state = element.Member("state", JsonValueKind.Object, partPath);
        budget.Enter(partPath);
        IPersistent part = ModelTypes.Load(type, new JsonStateReader(state, tensors, budget, partPath));
        budget.Leave();
        return part is T wanted
            ? wanted
            : throw new ModelFormatException($"The part '{JsonReading.Shorten(partPath)}' of the model file is of the type '{type}', which cannot stand there.");
    }

    private T[] Vector<T>(string name, TensorKind kind, int length)
        where T : struct
    {
        Tensor tensor = Find(name, kind, 1);
        return length < 0 || tensor.Shape[0] == length
            ? MemoryMarshal.Cast<byte, T>(tensor.Bytes.Span).ToArray()
            : throw new ModelFormatException($"The vector '{path}{name}' of the model file has '{tensor.Shape[0]}' elements and must have '{length}'.");
    }

    private Tensor Find(string name, TensorKind kind, int rank)
    {
        string reference = section.Member(name, JsonValueKind.Object, path).Member("tensor", JsonValueKind.String, path + name + ".").Text(path + name);
        if (!tensors.TryGetValue(reference, out Tensor? tensor))
        {
            throw new ModelFormatException($"The model file lacks the tensor '{JsonReading.Shorten(reference)}'.");
        }

        return tensor.Kind == kind && tensor.Shape.Length == rank
            ? tensor
            : throw new ModelFormatException($"The tensor '{JsonReading.Shorten(reference)}' of the model file is {tensor.Kind} of rank {tensor.Shape.Length} and must be {kind} of rank {rank}.");
    }

    private ModelFormatException Absent(string name) => new($"The model file lacks the value '{path}{name}'.");
}
