using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Persistence;

/// <summary>Writes what a model has learned as JSON that a person can read, by the names of its parts.</summary>
public static class ModelParameters
{
    /// <summary>Writes the learned parameters as members of an object.</summary>
    /// <param name="model">The model.</param>
    /// <param name="json">The writer, inside an object.</param>
    /// <param name="maximumElements">The greatest number of elements of a vector that are written; of longer ones, the length alone.</param>
    public static void WriteJson(IPersistent model, Utf8JsonWriter json, int maximumElements = 10_000)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(json);
        model.Save(new Inline(json, maximumElements));
    }

    private sealed class Inline(Utf8JsonWriter json, int most) : StateWriter
    {
        public override void Write(string name, double value)
        {
            json.WritePropertyName(name);
            Number(value);
        }

        public override void Write(string name, long value) => json.WriteNumber(name, value);

        public override void Write(string name, bool value) => json.WriteBoolean(name, value);

        public override void Write(string name, string value) => json.WriteString(name, value);

        public override void Write(string name, IReadOnlyList<string> values) => SchemaJson.WriteTexts(json, name, values);

        public override void Write(string name, ReadOnlySpan<double> values)
        {
            if (Start(name, values.Length))
            {
                foreach (double value in values)
                {
                    Number(value);
                }

                json.WriteEndArray();
            }
        }

        public override void Write(string name, ReadOnlySpan<float> values)
        {
            if (Start(name, values.Length))
            {
                foreach (float value in values)
                {
                    Number(value);
                }

                json.WriteEndArray();
            }
        }

        public override void Write(string name, ReadOnlySpan<int> values)
        {
            if (Start(name, values.Length))
            {
                foreach (int value in values)
                {
                    json.WriteNumberValue(value);
                }

                json.WriteEndArray();
            }
        }

        public override void Write(string name, ReadOnlySpan<byte> values)
        {
            if (Start(name, values.Length))
            {
                foreach (byte value in values)
                {
                    json.WriteNumberValue(value);
                }

                json.WriteEndArray();
            }
        }

        public override void Write(string name, Matrix matrix)
        {
            ArgumentNullException.ThrowIfNull(matrix);
            if (Start(name, matrix.Rows * matrix.Columns))
            {
                for (int row = 0; row < matrix.Rows; row++)
                {
                    json.WriteStartArray();
                    foreach (double value in matrix.Row(row))
                    {
                        Number(value);
                    }

                    json.WriteEndArray();
                }

                json.WriteEndArray();
            }
        }

        public override void Write(string name, FeatureSchema features) => SchemaJson.WriteTexts(json, name, features.Select(feature => feature.Name));

        public override void Write(string name, IPersistent part)
        {
            ArgumentNullException.ThrowIfNull(part);
            json.WriteStartObject(name);
            part.Save(this);
            json.WriteEndObject();
        }

        public override void Write(string name, IReadOnlyList<IPersistent> parts)
        {
            ArgumentNullException.ThrowIfNull(parts);
            json.WriteStartArray(name);
            foreach (IPersistent part in parts)
            {
                json.WriteStartObject();
                json.WriteString("type", part.GetType().Name);
                part.Save(this);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        private bool Start(string name, int length)
        {
            if (length > most)
            {
                json.WriteString(name, $"{length:N0} elements");
                return false;
            }

            json.WriteStartArray(name);
            return true;
        }

        // JSON has no NaN and no infinity; null stands for them where only people read.
        private void Number(double value)
        {
            if (double.IsFinite(value))
            {
                json.WriteNumberValue(value);
            }
            else
            {
                json.WriteNullValue();
            }
        }
    }
}
