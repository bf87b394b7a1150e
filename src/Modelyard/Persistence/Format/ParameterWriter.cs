using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Persistence.Format;

/// <summary>Writes what was learned as plain JSON, for people and scripts to read.</summary>
internal sealed class ParameterWriter(Utf8JsonWriter json, int maximumElements) : StateWriter
{
    public override void Write(string name, double value) => json.WriteAnyNumber(name, value);

    public override void Write(string name, long value) => json.WriteNumber(name, value);

    public override void Write(string name, bool value) => json.WriteBoolean(name, value);

    public override void Write(string name, string value) => json.WriteString(name, value);

    public override void Write(string name, IReadOnlyList<string> values) =>
        WriteList(name, values.Count, i => json.WriteStringValue(values[i]));

    public override void Write(string name, ReadOnlySpan<double> values) => WriteVector(name, values);

    public override void Write(string name, ReadOnlySpan<float> values) => WriteVector(name, values);

    public override void Write(string name, ReadOnlySpan<int> values) => WriteVector(name, values);

    public override void Write(string name, ReadOnlySpan<byte> values) => WriteVector(name, values);

    public override void Write(string name, Matrix matrix)
    {
        bool whole = (long)matrix.Rows * matrix.Columns <= maximumElements;
        int rows = whole ? matrix.Rows : Math.Min(matrix.Rows, maximumElements / matrix.Columns);
        Start(name, whole, matrix.Rows, matrix.Columns);
        for (int row = 0; row < rows; row++)
        {
            json.WriteStartArray();
            foreach (double value in matrix.Row(row))
            {
                json.WriteAnyNumber(value);
            }

            json.WriteEndArray();
        }

        End(whole);
    }

    public override void Write(string name, FeatureSchema features) =>
        WriteList(name, features.Count, i => json.WriteStringValue(features[i].Name));

    public override void Write(string name, IPersistent part)
    {
        json.WritePropertyName(name);
        WritePart(part);
    }

    public override void Write(string name, IReadOnlyList<IPersistent> parts) =>
        WriteList(name, parts.Count, i => WritePart(parts[i]));

    private void WritePart(IPersistent part)
    {
        json.WriteStartObject();
        json.WriteString("type", part.GetType().Name);
        part.Save(this);
        json.WriteEndObject();
    }

    private void WriteList(string name, int count, Action<int> write)
    {
        bool whole = count <= maximumElements;
        Start(name, whole, count);
        for (int i = 0; i < Math.Min(count, maximumElements); i++)
        {
            write(i);
        }

        End(whole);
    }

    private void WriteVector<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        bool whole = values.Length <= maximumElements;
        Start(name, whole, values.Length);
        foreach (T value in whole ? values : values[..maximumElements])
        {
            switch (value)
            {
                // Printed from single precision itself, or 0.1 would read 0.10000000149011612.
                case float single when float.IsFinite(single):
                    json.WriteNumberValue(single);
                    break;
                case float single:
                    json.WriteAnyNumber(single);
                    break;
                case double number:
                    json.WriteAnyNumber(number);
                    break;
                case int number:
                    json.WriteNumberValue(number);
                    break;
                case byte number:
                    json.WriteNumberValue(number);
                    break;
            }
        }

        End(whole);
    }

    private void Start(string name, bool whole, params ReadOnlySpan<int> shape)
    {
        if (whole)
        {
            json.WriteStartArray(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteStartArray("shape");
        foreach (int size in shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("first");
    }

    private void End(bool whole)
    {
        json.WriteEndArray();
        if (!whole)
        {
            json.WriteEndObject();
        }
    }
}
