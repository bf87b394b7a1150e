using System.Buffers.Binary;
using System.Text.Json;
using Modelyard.Learning;

namespace Modelyard.Persistence;

/// <summary>Writes and reads tensors in the safetensors layout: the length of a header, the header in JSON, the elements.</summary>
internal static class TensorFile
{
    private const int HeaderAlignment = 8;

    internal static byte[] Write(IReadOnlyList<Tensor> tensors)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            long offset = 0;
            foreach (Tensor tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Kind.ToString());
                json.WriteStartArray("shape");
                foreach (int size in tensor.Shape)
                {
                    json.WriteNumberValue(size);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Bytes.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // The layout asks for a header padded with spaces, so that the elements are aligned.
        while (header.Length % HeaderAlignment != 0)
        {
            header.WriteByte((byte)' ');
        }

        long length = sizeof(ulong) + header.Length + tensors.Sum(tensor => (long)tensor.Bytes.Length);
        if (length > Array.MaxLength)
        {
            throw new ModelyardException($"The model takes {length:N0} bytes and a model file holds {Array.MaxLength:N0} at most.");
        }

        byte[] bytes = new byte[length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)header.Length);
        header.GetBuffer().AsSpan(0, (int)header.Length).CopyTo(bytes.AsSpan(sizeof(ulong)));
        int at = sizeof(ulong) + (int)header.Length;
        foreach (Tensor tensor in tensors)
        {
            tensor.Bytes.Span.CopyTo(bytes.AsSpan(at));
            at += tensor.Bytes.Length;
        }

        return bytes;
    }

    internal static Dictionary<string, Tensor> Read(ReadOnlyMemory<byte> bytes, ModelFileLimits limits)
    {
        if (bytes.Length < sizeof(ulong))
        {
            throw new ModelFormatException("The tensors of the model file are cut off.");
        }

        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span);
        if (headerLength > (ulong)(bytes.Length - sizeof(ulong)) || headerLength > (ulong)limits.MaxManifestBytes)
        {
            throw new ModelFormatException("The header of the tensors in the model file is larger than the file.");
        }

        ReadOnlyMemory<byte> data = bytes[(sizeof(ulong) + (int)headerLength)..];
        using JsonDocument header = JsonReading.Parse(bytes.Slice(sizeof(ulong), (int)headerLength), "the header of the tensors", 4);
        if (header.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new ModelFormatException("The header of the tensors in the model file is not an object.");
        }

        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        long next = 0;
        foreach (JsonProperty entry in header.RootElement.EnumerateObject())
        {
            Tensor tensor = ReadEntry(entry, data, ref next);
            if (tensors.Count == limits.MaxTensors || !tensors.TryAdd(tensor.Name, tensor))
            {
                throw new ModelFormatException($"The model file names the tensor '{JsonReading.Shorten(tensor.Name)}' twice, or has too many.");
            }
        }

        return next == data.Length
            ? tensors
            : throw new ModelFormatException("The tensors of the model file do not fill the bytes that are there.");
    }

    private static Tensor ReadEntry(JsonProperty entry, ReadOnlyMemory<byte> data, ref long next)
    {
        string name = JsonReading.Shorten(entry.Name);
        JsonElement value = entry.Value;
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("dtype", out JsonElement dtype) || dtype.ValueKind != JsonValueKind.String || !TryKind(dtype.GetString()!, out TensorKind kind)
            || !value.TryGetProperty("shape", out JsonElement shape) || shape.ValueKind != JsonValueKind.Array || shape.GetArrayLength() > 2
            || !value.TryGetProperty("data_offsets", out JsonElement offsets) || offsets.ValueKind != JsonValueKind.Array || offsets.GetArrayLength() != 2
            || !TryInteger(offsets[0], out long start) || !TryInteger(offsets[1], out long end))
        {
            throw new ModelFormatException($"The tensor '{name}' of the model file is not described as it must be.");
        }

        int[] sizes = new int[shape.GetArrayLength()];
        long elements = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (!TryInteger(shape[i], out long size) || size > int.MaxValue || (elements *= size) > int.MaxValue)
            {
                throw new ModelFormatException($"The tensor '{name}' of the model file is too large.");
            }

            sizes[i] = (int)size;
        }

        if (start != next || end < start || end > data.Length || end - start != elements * Tensor.SizeOf(kind))
        {
            throw new ModelFormatException($"The tensor '{name}' of the model file does not lie where it must, or its size does not suit its shape.");
        }

        next = end;
        return new Tensor(entry.Name, kind, sizes, data.Slice((int)start, (int)(end - start)));
    }

    private static bool TryKind(string text, out TensorKind kind) => Enum.TryParse(text, out kind) && Enum.IsDefined(kind) && !char.IsDigit(text[0]);

    private static bool TryInteger(JsonElement element, out long value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out value) && value >= 0;
    }
}
