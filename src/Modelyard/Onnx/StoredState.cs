using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Onnx;

/// <summary>Holds the values that a model stores of itself.</summary>
/// <remarks>What a model file keeps is all that a model is, under names that never change: an export reads it and needs no door into the model's type.</remarks>
internal sealed class StoredState : StateWriter
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    internal static StoredState Of(IPersistent part)
    {
        var state = new StoredState();
        part.Save(state);
        return state;
    }

    internal bool Contains(string name) => _values.ContainsKey(name);

    internal double Number(string name) => (double)_values[name];

    internal int Integer(string name) => checked((int)(long)_values[name]);

    internal bool Flag(string name) => (bool)_values[name];

    internal T Choice<T>(string name)
        where T : struct, Enum => Enum.Parse<T>((string)_values[name]);

    internal double[] Numbers(string name) => (double[])_values[name];

    internal int[] Integers(string name) => (int[])_values[name];

    internal byte[] Bytes(string name) => (byte[])_values[name];

    internal Matrix Table(string name) => (Matrix)_values[name];

    /// <summary>Gets a vector that holds the elements of several parts, one after another.</summary>
    /// <param name="name">The name of the vector.</param>
    /// <param name="counts">The number of elements of each part.</param>
    internal double[][] Parts(string name, IEnumerable<int> counts)
    {
        double[] all = Numbers(name);
        var parts = new List<double[]>();
        int at = 0;
        foreach (int count in counts)
        {
            parts.Add(all[at..(at + Math.Max(0, count))]);
            at += Math.Max(0, count);
        }

        return [.. parts];
    }

    /// <inheritdoc/>
    public override void Write(string name, double value) => _values[name] = value;

    /// <inheritdoc/>
    public override void Write(string name, long value) => _values[name] = value;

    /// <inheritdoc/>
    public override void Write(string name, bool value) => _values[name] = value;

    /// <inheritdoc/>
    public override void Write(string name, string value) => _values[name] = value;

    /// <inheritdoc/>
    public override void Write(string name, IReadOnlyList<string> values) => _values[name] = values;

    /// <inheritdoc/>
    public override void Write(string name, ReadOnlySpan<double> values) => _values[name] = values.ToArray();

    /// <inheritdoc/>
    public override void Write(string name, ReadOnlySpan<float> values) => _values[name] = values.ToArray();

    /// <inheritdoc/>
    public override void Write(string name, ReadOnlySpan<int> values) => _values[name] = values.ToArray();

    /// <inheritdoc/>
    public override void Write(string name, ReadOnlySpan<byte> values) => _values[name] = values.ToArray();

    /// <inheritdoc/>
    public override void Write(string name, Matrix matrix) => _values[name] = matrix;

    /// <inheritdoc/>
    public override void Write(string name, FeatureSchema features) => _values[name] = features;

    /// <inheritdoc/>
    public override void Write(string name, IPersistent part) => _values[name] = part;

    /// <inheritdoc/>
    public override void Write(string name, IReadOnlyList<IPersistent> parts) => _values[name] = parts;
}
