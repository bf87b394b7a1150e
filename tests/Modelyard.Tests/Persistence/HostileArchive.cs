using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Modelyard.Persistence.Format;

namespace Modelyard.Tests.Persistence;

/// <summary>Takes a model file apart and puts it together again with checksums and digests that agree, whatever was changed in between.</summary>
internal sealed class HostileArchive
{
    internal HostileArchive(byte[] file)
    {
        int manifestStart = ArchiveEntry.HeaderLength(ModelArchive.ManifestName);
        int manifestLength = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(18));
        int second = manifestStart + manifestLength;
        Manifest = JsonNode.Parse(file.AsSpan(manifestStart, manifestLength))!;
        Tensors = file.AsSpan(second + ArchiveEntry.HeaderLength(ModelArchive.TensorsName), BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(second + 18))).ToArray();
    }

    internal JsonNode Manifest { get; set; }

    internal byte[] Tensors { get; set; }

    internal JsonNode TensorHeader
    {
        get => JsonNode.Parse(Tensors.AsSpan(8, BinaryPrimitives.ReadInt32LittleEndian(Tensors)))!;
        set
        {
            byte[] header = Encoding.UTF8.GetBytes(value.ToJsonString());
            byte[] length = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            Tensors = [.. length, .. header, .. Tensors.AsSpan(8 + BinaryPrimitives.ReadInt32LittleEndian(Tensors))];
        }
    }

    internal byte[] Pack()
    {
        if (Manifest is JsonObject root && root["tensors"] is JsonObject tensors)
        {
            tensors["bytes"] = Tensors.Length;
            tensors["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Tensors));
        }

        return Pack(Encoding.UTF8.GetBytes(Manifest.ToJsonString()), Tensors);
    }

    internal static byte[] Pack(byte[] manifest, byte[] tensors)
    {
        var first = new ArchiveEntry(ModelArchive.ManifestName, Crc32.Of(manifest), (uint)manifest.Length);
        var second = new ArchiveEntry(ModelArchive.TensorsName, Crc32.Of(tensors), (uint)tensors.Length);
        return [.. first.Header(), .. manifest, .. second.Header(), .. tensors, .. ModelArchive.Directory(first, second)];
    }
}
