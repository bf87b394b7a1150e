using System.Collections.Concurrent;
using System.Security.Cryptography;
using Modelyard.Persistence;

namespace Modelyard.Server.Models;

/// <summary>Represents model files: a reference is a path, and a file that was replaced is a new version.</summary>
/// <remarks>The version is the beginning of the SHA-256 digest of the file.</remarks>
public sealed class ModelFileSource : IModelSource
{
    private readonly ConcurrentDictionary<string, (string Digest, ServedVersion Version)> _loaded = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public long Revision
    {
        get
        {
            var stamp = default(HashCode);
            foreach (string path in _loaded.Keys.Order(StringComparer.Ordinal))
            {
                var file = new FileInfo(path);
                stamp.Add(path, StringComparer.Ordinal);
                stamp.Add(file.Exists ? file.Length : -1);
                stamp.Add(file.Exists ? file.LastWriteTimeUtc.Ticks : -1);
            }

            return stamp.ToHashCode();
        }
    }

    /// <inheritdoc/>
    public ServedVersion Load(string reference)
    {
        ArgumentException.ThrowIfNullOrEmpty(reference);
        string path = Path.GetFullPath(reference);
        if (!File.Exists(path))
        {
            throw new ModelyardException(Directory.Exists(path) ? $"'{reference}' is a folder and must be a model file." : $"There is no model file '{reference}'.");
        }

        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            string digest = Convert.ToHexStringLower(SHA256.HashData(stream));
            if (_loaded.TryGetValue(path, out (string Digest, ServedVersion Version) known) && known.Digest == digest)
            {
                return known.Version;
            }

            stream.Position = 0;
            ModelPackage package = ModelFile.Read(stream);
            var version = new ServedVersion(package.Name, digest[..12], package);
            _loaded[path] = (digest, version);
            return version;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ModelyardException)
        {
            throw new ModelyardException($"'{reference}' cannot be loaded: {fault.Message}", fault);
        }
    }
}
