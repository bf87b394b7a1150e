using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Modelyard.Numerics;

namespace Modelyard.Persistence.Format;

/// <summary>Gathers tensors and writes them in the safetensors layout: the length of the header, the header as JSON, the elements one tensor after the other.</summary>
internal sealed class TensorWriter
{
    private readonly List<(string Name, TensorKind Kind, int[] Shape, byte[] Bytes)> _tensors = [];
    private byte[]? _header;

    internal long Length { get; private set; }

    internal uint Checksum { get; private set; }

    internal string Digest { get; private set; } = "";

    internal void Add<T>(string name, TensorKind kind, ReadOnlySpan<T> values, params int[] shape)
        where T : unmanaged => _tensors.Add((name, kind, shape, MemoryMarshal.AsBytes(values).ToArray()));

    internal void Add(string name, Matrix matrix)
    {
        byte[] bytes = new byte[(long)matrix.Rows * matrix.Columns * sizeof(double)];
        for (int row = 0; row < matrix.Rows; row++)
        {
            MemoryMarshal.AsBytes(matrix.Row(row)).CopyTo(bytes.AsSpan(row * matrix.Columns * sizeof(double)));
        }

        _tensors.Add((name, TensorKind.F64, [matrix.Rows, matrix.Columns], bytes));
    }

    /// <summary>Ends the gathering; from here on length, checksum and digest are known.</summary>
    internal void Complete()
    {
        _header = Header();
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var checksum = default(Crc32);
        foreach (ReadOnlySpan<byte> bytes in _tensors.Select(tensor => tensor.Bytes).Prepend(_header))
        {
            digest.AppendData(bytes);
            checksum.Add(bytes);
            Length += bytes.Length;
        }

        Checksum = checksum.Value;
        Digest = Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    internal void CopyTo(Stream destination)
    {
        destination.Write(_header);
        foreach (var tensor in _tensors)
        {
            destination.Write(tensor.Bytes);
        }
    }

    private byte[] Header()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            long start = 0;
            json.WriteStartObject();
            foreach ((string name, TensorKind kind, int[] shape, byte[] bytes) in _tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", kind.ToString());
                json.WriteStartArray("shape");
                foreach (int size in shape)
                {
                    json.WriteNumberValue(size);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(start);
                json.WriteNumberValue(start += bytes.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // The layout fills the header with blanks up to a multiple of eight bytes.
        int padded = (buffer.WrittenCount + 7) & ~7;
        byte[] header = new byte[8 + padded];
        BinaryPrimitives.WriteInt64LittleEndian(header, padded);
        buffer.WrittenSpan.CopyTo(header.AsSpan(8));
        header.AsSpan(8 + buffer.WrittenCount).Fill((byte)' ');
        return header;
    }
}
