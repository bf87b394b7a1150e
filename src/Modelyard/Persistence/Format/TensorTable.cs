using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Modelyard.Learning;

namespace Modelyard.Persistence.Format;

/// <summary>Gives the tensors of a model file, each once, checked for kind and shape.</summary>
internal sealed class TensorTable
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly ReadOnlyMemory<byte> _data;

    internal TensorTable(ReadOnlyMemory<byte> file, ModelFileLimits limits)
    {
        if (file.Length < 8 || BinaryPrimitives.ReadUInt64LittleEndian(file.Span) > (ulong)Math.Min(file.Length - 8, limits.MaxManifestBytes))
        {
            throw new ModelFormatException("The header of the tensors is longer than the tensors are, or than is allowed.");
        }

        int headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.Span);
        _data = file[(8 + headerLength)..];
        using JsonDocument header = JsonDocument.Parse(file.Slice(8, headerLength), new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
        int end = 0;
        foreach (JsonProperty property in header.RootElement.EnumerateObject())
        {
            if (_entries.Count == limits.MaxTensors)
            {
                throw new ModelFormatException($"The model has more than '{limits.MaxTensors}' tensors, which is the limit.");
            }

            Entry entry = Read(property, end);
            end = entry.Start + entry.Length;
            _entries.Add(property.Name, entry);
        }

        if (end != _data.Length)
        {
            throw new ModelFormatException($"The tensors take '{end}' bytes and the file holds '{_data.Length}' for them; they must be as many.");
        }
    }

    internal (T[] Elements, int[] Shape) Take<T>(string tensor, string value, TensorKind kind, int dimensions)
        where T : unmanaged
    {
        if (!_entries.TryGetValue(tensor, out Entry? entry))
        {
            throw new ModelFormatException($"The value '{value}' of the model is in the tensor '{tensor}', which is not in the file.");
        }

        if (entry.Kind != kind || entry.Shape.Length != dimensions)
        {
            throw new ModelFormatException($"The value '{value}' of the model is a tensor of {entry.Shape.Length} dimensions of {entry.Kind} and must be one of {dimensions} of {kind}.");
        }

        // A tensor that could be read again and again would let a small file fill the memory.
        if (entry.Taken)
        {
            throw new ModelFormatException($"The tensor '{tensor}' stands for two values of the model and must stand for one.");
        }

        entry.Taken = true;
        return (MemoryMarshal.Cast<byte, T>(_data.Span.Slice(entry.Start, entry.Length)).ToArray(), entry.Shape);
    }

    private Entry Read(JsonProperty property, int start)
    {
        JsonElement element = property.Value;
        TensorKind kind = element.GetProperty("dtype").GetString() switch
        {
            "F64" => TensorKind.F64,
            "F32" => TensorKind.F32,
            "I32" => TensorKind.I32,
            "U8" => TensorKind.U8,
            var other => throw new ModelFormatException($"The tensor '{property.Name}' is of '{other}' and must be of F64, F32, I32 or U8."),
        };
        int[] shape = Integers(element.GetProperty("shape"), 2, property.Name), offsets = Integers(element.GetProperty("data_offsets"), 2, property.Name);
        if (shape.Length == 0 || offsets.Length != 2 || offsets[0] != start || offsets[1] < start || offsets[1] > _data.Length)
        {
            throw new ModelFormatException($"The place of the tensor '{property.Name}' must begin where the one before it ends, at byte '{start}', and end within the file.");
        }

        long bytes = kind switch { TensorKind.F64 => 8, TensorKind.U8 => 1, _ => 4 };
        foreach (int size in shape)
        {
            // Two sizes of 31 bits cannot overflow 64 bits, but with the size of an element they can.
            bytes = checked(bytes * size);
        }

        return bytes == offsets[1] - start
            ? new Entry(kind, shape, start, (int)bytes)
            : throw new ModelFormatException($"The tensor '{property.Name}' takes '{bytes}' bytes by its shape and '{offsets[1] - start}' by its place; they must be the same.");
    }

    private static int[] Integers(JsonElement array, int maximum, string tensor)
    {
        int count = array.GetArrayLength();
        int[] values = new int[count <= maximum ? count : throw Fault()];
        for (int i = 0; i < count; i++)
        {
            values[i] = array[i].TryGetInt32(out int value) && value >= 0 ? value : throw Fault();
        }

        return values;

        ModelFormatException Fault() => new($"The shape and the place of the tensor '{tensor}' must be at most two whole numbers of 0 or more each.");
    }

    private sealed class Entry(TensorKind kind, int[] shape, int start, int length)
    {
        internal TensorKind Kind { get; } = kind;

        internal int[] Shape { get; } = shape;

        internal int Start { get; } = start;

        internal int Length { get; } = length;

        internal bool Taken { get; set; }
    }
}
