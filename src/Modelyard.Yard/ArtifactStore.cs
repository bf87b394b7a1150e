using System.Security.Cryptography;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle;

/// <summary>Keeps files by their content: the name of a file is its SHA-256 digest, and the same content is kept once.</summary>
/// <remarks>A file is written under a temporary name, brought to the disk, then renamed, so that under its digest it is whole or absent. What is read is compared with its digest.</remarks>
public sealed class ArtifactStore
{
    private const int DigestLength = 64;

    private readonly string _folder;
    private readonly string _incoming;
    private readonly long _maximum;

    internal ArtifactStore(string folder, YardOptions options)
    {
        _folder = folder;
        _incoming = Path.Combine(folder, "incoming");
        _maximum = options.MaxArtifactBytes;
        DurableFolder.Create(_incoming);
    }

    /// <summary>Gets the folder of the files.</summary>
    internal string Folder => _folder;

    /// <summary>Gets the folder in which files are until they are whole.</summary>
    internal string Incoming => _incoming;

    /// <summary>Stores what a stream gives.</summary>
    /// <param name="content">The content, read to its end.</param>
    /// <returns>The digest, in lower-case hexadecimal, and the size in bytes.</returns>
    /// <exception cref="YardException">The content is larger than allowed, or it cannot be written.</exception>
    public (string Digest, long Size) Add(Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Add(content.CopyTo);
    }

    /// <summary>Stores a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <returns>The digest, in lower-case hexadecimal, and the size in bytes.</returns>
    /// <exception cref="YardException">The file cannot be read, is larger than allowed, or cannot be written.</exception>
    public (string Digest, long Size) AddFile(string path) => YardFault.Translate($"The file '{path}' cannot be stored", () =>
    {
        using FileStream file = File.OpenRead(path);
        return Add(file);
    });

    /// <summary>Says whether there is content of a digest.</summary>
    /// <param name="digest">The digest, in lower-case hexadecimal.</param>
    /// <returns>True if it is there.</returns>
    public bool Contains(string digest) => File.Exists(PathOf(digest));

    /// <summary>Opens content for reading, after it was compared with its digest.</summary>
    /// <param name="digest">The digest, in lower-case hexadecimal.</param>
    /// <returns>The content from its start, to be disposed.</returns>
    /// <exception cref="YardException">It is not there, cannot be read, or is damaged.</exception>
    public Stream Open(string digest) => YardFault.Translate($"The artifact '{digest}' cannot be read", () =>
    {
        string path = PathOf(digest);
        if (!File.Exists(path))
        {
            throw new YardException($"The artifact '{digest}' is not in the yard.");
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        try
        {
            if (Convert.ToHexStringLower(SHA256.HashData(file)) != digest)
            {
                throw new YardException($"The artifact '{digest}' does not have this digest any more; its file '{path}' is damaged. Restore it from a copy.");
            }

            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    internal long SizeOf(string digest) => new FileInfo(PathOf(digest)).Length;

    internal (string Digest, long Size) Add(Action<Stream> write) => YardFault.Translate("The artifact cannot be stored", () =>
    {
        string temporary = Path.Combine(_incoming, Guid.NewGuid().ToString("N"));
        try
        {
            string digest;
            long size;
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                using (var bounded = new BoundedStream(file, _maximum))
                {
                    write(bounded);
                }

                file.Flush(flushToDisk: true);
                size = file.Length;
                file.Position = 0;
                digest = Convert.ToHexStringLower(SHA256.HashData(file));
            }

            string target = PathOf(digest);
            if (!File.Exists(target) || new FileInfo(target).Length != size)
            {
                DurableFolder.Create(Path.GetDirectoryName(target)!);
                File.Move(temporary, target, overwrite: true);
            }

            // Flushed even when another writer was first, for its flush may not have come yet.
            DurableFolder.Flush(Path.GetDirectoryName(target)!);
            return (digest, size);
        }
        finally
        {
            File.Delete(temporary);
        }
    });

    internal void RemoveLeftovers(TimeSpan age)
    {
        foreach (FileInfo file in new DirectoryInfo(_incoming).EnumerateFiles())
        {
            if (DateTime.UtcNow - file.LastWriteTimeUtc > age)
            {
                file.Delete();
            }
        }
    }

    private string PathOf(string digest) => digest is { Length: DigestLength } && digest.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(_folder, digest[..2], digest[2..4], digest)
        : throw new YardException($"The digest '{digest}' must be 64 hexadecimal digits in lower case.");
}
