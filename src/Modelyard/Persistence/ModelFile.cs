using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Modelyard.Learning;

namespace Modelyard.Persistence;

/// <summary>Writes and reads model files: data, never code.</summary>
/// <remarks>
/// A model file is a ZIP archive of two stored entries: <c>manifest.json</c> and <c>tensors.safetensors</c>. Reading it allocates no more than the file's
/// own size declares, checks every digest, bounds every count and depth, and runs nothing. The same package gives the same bytes.
/// </remarks>
public static class ModelFile
{
    private const string ManifestName = "manifest.json";
    private const string TensorsName = "tensors.safetensors";
    private static readonly DateTimeOffset FixedTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a model file. A file of that name is replaced in one step, or stays whole.</summary>
    /// <param name="package">What to write.</param>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="ModelyardException">The model holds a type that is not in the closed list, or is too large.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(ModelPackage package, string path)
    {
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        string temporary = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew))
            {
                Write(package, stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes a model file to a stream.</summary>
    /// <param name="package">What to write.</param>
    /// <param name="stream">Receives the bytes.</param>
    public static void Write(ModelPackage package, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(package);
        var tensors = new List<Tensor>();
        byte[] tensorBytes = [];
        byte[] manifest = Manifest.Write(package, tensors, () => tensorBytes = TensorFile.Write(tensors), bytes => Convert.ToHexStringLower(SHA256.HashData(bytes)));
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, ManifestName, manifest);
            Add(archive, TensorsName, tensorBytes);
        }

        stream.Write(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Reads a model file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="limits">What the reading may take; null for the usual limits.</param>
    /// <returns>What the file holds.</returns>
    /// <exception cref="ModelFormatException">The file is not a model file, is damaged, or exceeds a limit.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ModelPackage Read(string path, ModelFileLimits? limits = null)
    {
        if (!File.Exists(path))
        {
            throw new ModelyardException(Directory.Exists(path) ? $"'{path}' is a folder and must be a model file." : $"There is no model file '{path}'.");
        }

        using FileStream stream = File.OpenRead(path);
        try
        {
            return Read(stream, limits);
        }
        catch (ModelFormatException fault)
        {
            throw new ModelFormatException($"'{path}': {fault.Message}", fault);
        }
    }

    /// <summary>Reads a model file from a stream.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="limits">What the reading may take; null for the usual limits.</param>
    /// <returns>What the file holds.</returns>
    /// <exception cref="ModelFormatException">The bytes are not a model file, are damaged, or exceed a limit.</exception>
    public static ModelPackage Read(Stream stream, ModelFileLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        limits ??= ModelFileLimits.Default;
        using MemoryStream whole = Buffer(stream, limits);
        (byte[] manifest, byte[] tensors) = Unpack(whole, limits);
        using JsonDocument document = Manifest.Parse(manifest);
        string digest = document.RootElement.Member("tensorsSha256", JsonValueKind.String, "").Text("tensorsSha256");
        if (!string.Equals(digest, Convert.ToHexStringLower(SHA256.HashData(tensors)), StringComparison.Ordinal))
        {
            throw new ModelFormatException("The tensors of the model file do not have the digest that its manifest names: the file is damaged or was changed.");
        }

        return Manifest.Read(document.RootElement, TensorFile.Read(tensors, limits), limits);
    }

    private static MemoryStream Buffer(Stream stream, ModelFileLimits limits)
    {
        long most = Math.Min(limits.MaxFileBytes, Array.MaxLength);
        if (stream.CanSeek && stream.Length - stream.Position > most)
        {
            throw new ModelFormatException($"The model file has {stream.Length:N0} bytes and may have {most:N0}.");
        }

        var whole = new MemoryStream(stream.CanSeek ? (int)(stream.Length - stream.Position) : 0);
        byte[] block = new byte[1 << 16];
        for (int read; (read = stream.Read(block)) > 0;)
        {
            if (whole.Length + read > most)
            {
                throw new ModelFormatException($"The model file has more than {most:N0} bytes.");
            }

            whole.Write(block, 0, read);
        }

        whole.Position = 0;
        return whole;
    }

    private static (byte[] Manifest, byte[] Tensors) Unpack(MemoryStream whole, ModelFileLimits limits)
    {
        try
        {
            using var archive = new ZipArchive(whole, ZipArchiveMode.Read, leaveOpen: true);
            return archive.Entries.Select(entry => entry.FullName).SequenceEqual([ManifestName, TensorsName], StringComparer.Ordinal)
                ? (Extract(archive.Entries[0], Math.Min(whole.Length, limits.MaxManifestBytes)), Extract(archive.Entries[1], whole.Length))
                : throw new ModelFormatException($"The file is not a model file: it must hold '{ManifestName}' and '{TensorsName}', and nothing else.");
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new ModelFormatException("The file is not a model file, or it is damaged.", fault);
        }
    }

    private static byte[] Extract(ZipArchiveEntry entry, long most)
    {
        // Entries are stored, never compressed, so that a small file cannot become a large one.
        if (entry.Length != entry.CompressedLength || entry.Length > most)
        {
            throw new ModelFormatException($"The entry '{entry.FullName}' of the model file is compressed or too large.");
        }

        byte[] bytes = new byte[entry.Length];
        using (Stream stream = entry.Open())
        {
            stream.ReadExactly(bytes);
        }

        return Crc32.Of(bytes) == entry.Crc32
            ? bytes
            : throw new ModelFormatException($"The entry '{entry.FullName}' of the model file does not have the checksum that the archive names: the file is damaged.");
    }

    private static void Add(ZipArchive archive, string name, byte[] bytes)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = FixedTime;
        using Stream stream = entry.Open();
        stream.Write(bytes);
    }
}
