using System.Runtime.InteropServices;
using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Persistence;

/// <summary>Writes state as JSON: small values inline, vectors and matrices as the names of tensors.</summary>
internal sealed class JsonStateWriter(Utf8JsonWriter json, List<Tensor> tensors) : StateWriter
{
    /// <inheritdoc/>
    public override void Write(string name, double value)
    {
        json.WritePropertyName(name);
        json.NumberOrName(value);
    }

    /// <inheritdoc/>
    public override void Write(string name, long value) => json.WriteNumber(name, value);

    /// <inheritdoc/>
    public override void Write(string name, bool value) => json.WriteBoolean(name, value);

    /// <inheritdoc/>
    public override void Write(string name, string value) => json.WriteString(name, value);

    /// <inheritdoc/>
    public override void Write(string name, IReadOnlyList<string> values) => SchemaJson.WriteTexts(json, name, values);

    /// <inheritdoc/>
    public override void Write(string name, ReadOnlySpan<double> values) => Tensor(name, TensorKind.F64, [values.Length], MemoryMarshal.AsBytes(values).ToArray());

    /// <inheritdoc/>
    public override void Write(string name, ReadOnlySpan<float> values) => Tensor(name, TensorKind.F32, [values.Length], MemoryMarshal.AsBytes(values).ToArray());

    /// <inheritdoc/>
    public override void Write(string name, ReadOnlySpan<int> values) => Tensor(name, TensorKind.I32, [values.Length], MemoryMarshal.AsBytes(values).ToArray());

    /// <inheritdoc/>
    public override void Write(string name, ReadOnlySpan<byte> values) => Tensor(name, TensorKind.U8, [values.Length], values.ToArray());

    /// <inheritdoc/>
    public override void Write(string name, Matrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Tensor(name, TensorKind.F64, [matrix.Rows, matrix.Columns], MemoryMarshal.AsBytes(matrix.Copy().AsSpan()).ToArray());
    }

    /// <inheritdoc/>
    public override void Write(string name, FeatureSchema features)
    {
        json.WritePropertyName(name);
        SchemaJson.Write(json, features);
    }

    /// <inheritdoc/>
    public override void Write(string name, IPersistent part)
    {
        json.WritePropertyName(name);
        WritePart(part);
    }

    /// <inheritdoc/>
    public override void Write(string name, IReadOnlyList<IPersistent> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        json.WriteStartArray(name);
        foreach (IPersistent part in parts)
        {
            WritePart(part);
        }

        json.WriteEndArray();
    }

    internal void WritePart(IPersistent part)
    {
        json.WriteStartObject();
        json.WriteString("type", ModelTypes.NameOf(part));
        json.WriteStartObject("state");
        part.Save(this);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Tensor(string name, TensorKind kind, int[] shape, byte[] bytes)
    {
        // Model files are little-endian, as every platform of .NET that this library runs on is.
        string full = $"{tensors.Count}.{name}";
        tensors.Add(new Tensor(full, kind, shape, bytes));
        json.WriteStartObject(name);
        json.WriteString("tensor", full);
        json.WriteEndObject();
    }
}
