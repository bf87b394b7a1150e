using System.Buffers.Binary;
using Modelyard.Learning;

namespace Modelyard.Persistence.Format;

/// <summary>Writes and reads the one archive layout that a model file has: two stored entries, their directory, nothing between and nothing after.</summary>
/// <remarks>
/// Every header follows from the two lengths and checksums, so the reader makes the headers again and compares them with the file's.
/// Whatever a ZIP archive could be made to say beyond that (other names, paths, duplicates, compression, gaps, comments) is thereby refused.
/// </remarks>
internal static class ModelArchive
{
    internal const string ManifestName = "manifest.json";
    internal const string TensorsName = "tensors.safetensors";
    private const uint EndSignature = 0x06054B50;
    private const int EndLength = 22;

    internal delegate T Consume<T>(ReadOnlyMemory<byte> manifest, ReadOnlyMemory<byte> tensors);

    internal static void Write(Stream destination, ReadOnlyMemory<byte> manifest, TensorWriter tensors)
    {
        if (tensors.Length + manifest.Length > Array.MaxLength - 1024)
        {
            throw new ModelyardException($"The model takes '{tensors.Length + manifest.Length}' bytes and must take less than 2 GiB to fit into one model file.");
        }

        var first = new ArchiveEntry(ManifestName, Crc32.Of(manifest.Span), (uint)manifest.Length);
        var second = new ArchiveEntry(TensorsName, tensors.Checksum, (uint)tensors.Length);
        destination.Write(first.Header());
        destination.Write(manifest.Span);
        destination.Write(second.Header());
        tensors.CopyTo(destination);
        destination.Write(Directory(first, second));
    }

    internal static byte[] ReadAll(Stream source, ModelFileLimits limits)
    {
        long maximum = Math.Min(limits.MaxFileBytes, Array.MaxLength);
        if (source.CanSeek)
        {
            long length = source.Length - source.Position;
            byte[] whole = new byte[length <= maximum ? length : throw TooLarge(length, maximum)];
            return source.ReadAtLeast(whole, whole.Length, throwOnEndOfStream: false) == whole.Length
                ? whole
                : throw new ModelFormatException("The model file became shorter while it was read.");
        }

        using var buffer = new MemoryStream();
        byte[] chunk = new byte[1 << 16];
        for (int count = source.Read(chunk); count > 0; count = source.Read(chunk))
        {
            if (buffer.Length + count > maximum)
            {
                throw TooLarge(buffer.Length + count, maximum);
            }

            buffer.Write(chunk, 0, count);
        }

        return buffer.ToArray();
    }

    internal static T Parse<T>(ReadOnlyMemory<byte> file, ModelFileLimits limits, Consume<T> consume)
    {
        ArchiveEntry first = ReadHeader(file.Span, ManifestName);
        CheckManifestLength(first.Length, limits);
        int manifestStart = ArchiveEntry.HeaderLength(ManifestName);
        int secondStart = (int)Math.Min(manifestStart + (long)first.Length, file.Length);
        ArchiveEntry second = ReadHeader(file.Span[secondStart..], TensorsName);
        int tensorStart = secondStart + ArchiveEntry.HeaderLength(TensorsName);
        long directoryStart = tensorStart + (long)second.Length;
        byte[] directory = Directory(first, second);
        if (directoryStart + directory.Length != file.Length)
        {
            throw new ModelFormatException($"The model file has '{file.Length}' bytes and its headers speak of '{directoryStart + directory.Length}'; it was cut short, or something was put into it.");
        }

        if (!file.Span[(int)directoryStart..].SequenceEqual(directory))
        {
            throw new ModelFormatException($"The directory of the archive does not agree with its entries; it must list '{ManifestName}' and '{TensorsName}', both stored, and nothing else.");
        }

        ReadOnlyMemory<byte> manifest = file.Slice(manifestStart, (int)first.Length), tensors = file.Slice(tensorStart, (int)second.Length);
        CheckSum(first, manifest.Span);
        CheckSum(second, tensors.Span);
        return consume(manifest, tensors);
    }

    internal static byte[] ReadManifest(Stream source, ModelFileLimits limits)
    {
        byte[] header = new byte[ArchiveEntry.HeaderLength(ManifestName)];
        int count = source.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        ArchiveEntry entry = ReadHeader(header.AsSpan(0, count), ManifestName);
        CheckManifestLength(entry.Length, limits);
        if (source.CanSeek && entry.Length > source.Length - source.Position)
        {
            throw CutShort();
        }

        byte[] manifest = new byte[entry.Length];
        if (source.ReadAtLeast(manifest, manifest.Length, throwOnEndOfStream: false) < manifest.Length)
        {
            throw CutShort();
        }

        CheckSum(entry, manifest);
        return manifest;
    }

    private static ArchiveEntry ReadHeader(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length >= 2 && !bytes.StartsWith("PK"u8))
        {
            throw new ModelFormatException("The file is not a model file, or is damaged: an entry of the archive does not begin with the letters 'PK'.");
        }

        if (bytes.Length < ArchiveEntry.HeaderLength(name))
        {
            throw CutShort();
        }

        var entry = new ArchiveEntry(name, BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[18..]));
        return bytes.StartsWith(entry.Header())
            ? entry
            : throw new ModelFormatException($"The archive is not laid out as a model file is: it must hold '{ManifestName}' and '{TensorsName}' in this order, stored without compression, and nothing else.");
    }

    internal static byte[] Directory(ArchiveEntry first, ArchiveEntry second)
    {
        uint secondStart = (uint)ArchiveEntry.HeaderLength(ManifestName) + first.Length;
        uint directoryStart = secondStart + (uint)ArchiveEntry.HeaderLength(TensorsName) + second.Length;
        byte[] one = first.DirectoryHeader(0), two = second.DirectoryHeader(secondStart), end = new byte[EndLength];
        BinaryPrimitives.WriteUInt32LittleEndian(end, EndSignature);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)(one.Length + two.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), directoryStart);
        return [.. one, .. two, .. end];
    }

    private static void CheckManifestLength(uint length, ModelFileLimits limits)
    {
        if (length > limits.MaxManifestBytes)
        {
            throw new ModelFormatException($"The manifest of the model has '{length}' bytes and must have at most '{limits.MaxManifestBytes}'.");
        }
    }

    private static void CheckSum(ArchiveEntry entry, ReadOnlySpan<byte> bytes)
    {
        if (Crc32.Of(bytes) != entry.Checksum)
        {
            throw new ModelFormatException($"The checksum of '{entry.Name}' does not agree with its bytes; the file is damaged.");
        }
    }

    private static ModelFormatException CutShort() => new("The model file ends too early; it was cut short.");

    private static ModelFormatException TooLarge(long length, long maximum) =>
        new($"The model file has '{length}' bytes or more and must have at most '{maximum}'.");
}
