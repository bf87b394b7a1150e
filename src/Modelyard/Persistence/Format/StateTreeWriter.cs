using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Persistence.Format;

/// <summary>Writes what was learned into the manifest: scalars and texts as they are, vectors and matrices as tensors of their own.</summary>
internal sealed class StateTreeWriter : StateWriter
{
    // Below the deepest part there are at most four more levels of JSON; a reader with the usual limits must reach them.
    private const int MaxDepth = 58;

    private readonly Utf8JsonWriter _json;
    private readonly TensorWriter _tensors;
    private readonly SchemaList _schemas;
    private readonly string _path;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private StateTreeWriter(Utf8JsonWriter json, TensorWriter tensors, SchemaList schemas, string path)
    {
        _json = json;
        _tensors = tensors;
        _schemas = schemas;
        _path = path;
    }

    internal static void WritePart(IPersistent part, Utf8JsonWriter json, TensorWriter tensors, SchemaList schemas, string path)
    {
        if (json.CurrentDepth > MaxDepth)
        {
            throw new ModelyardException($"The model is nested too deep to be stored, at '{path}'.");
        }

        json.WriteStartObject();
        json.WriteString("type", ModelTypes.NameOf(part));
        json.WriteStartObject("state");
        part.Save(new StateTreeWriter(json, tensors, schemas, path));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public override void Write(string name, double value)
    {
        Name(name);
        _json.WriteAnyNumber(value);
    }

    public override void Write(string name, long value)
    {
        Name(name);
        _json.WriteNumberValue(value);
    }

    public override void Write(string name, bool value)
    {
        Name(name);
        _json.WriteBooleanValue(value);
    }

    public override void Write(string name, string value)
    {
        Name(name);
        _json.WriteStringValue(value);
    }

    public override void Write(string name, IReadOnlyList<string> values)
    {
        Name(name);
        _json.WriteStartArray();
        foreach (string value in values)
        {
            _json.WriteStringValue(value);
        }

        _json.WriteEndArray();
    }

    public override void Write(string name, ReadOnlySpan<double> values) => _tensors.Add(Tensor(name), TensorKind.F64, values, values.Length);

    public override void Write(string name, ReadOnlySpan<float> values) => _tensors.Add(Tensor(name), TensorKind.F32, values, values.Length);

    public override void Write(string name, ReadOnlySpan<int> values) => _tensors.Add(Tensor(name), TensorKind.I32, values, values.Length);

    public override void Write(string name, ReadOnlySpan<byte> values) => _tensors.Add(Tensor(name), TensorKind.U8, values, values.Length);

    public override void Write(string name, Matrix matrix) => _tensors.Add(Tensor(name), matrix);

    public override void Write(string name, FeatureSchema features)
    {
        Name(name);
        _json.WriteStartObject();
        _json.WriteNumber("schema", _schemas.NumberOf(features));
        _json.WriteEndObject();
    }

    public override void Write(string name, IPersistent part)
    {
        Name(name);
        WritePart(part, _json, _tensors, _schemas, $"{_path}{name}.");
    }

    public override void Write(string name, IReadOnlyList<IPersistent> parts)
    {
        Name(name);
        _json.WriteStartArray();
        for (int i = 0; i < parts.Count; i++)
        {
            WritePart(parts[i], _json, _tensors, _schemas, $"{_path}{name}.{i}.");
        }

        _json.WriteEndArray();
    }

    private void Name(string name)
    {
        if (!_names.Add(name))
        {
            throw new InvalidOperationException($"The value '{_path}{name}' is written twice and must be written once.");
        }

        _json.WritePropertyName(name);
    }

    private string Tensor(string name)
    {
        Name(name);
        string tensor = _path + name;
        _json.WriteStartObject();
        _json.WriteString("tensor", tensor);
        _json.WriteEndObject();
        return tensor;
    }
}
