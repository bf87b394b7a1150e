using System.Security.Cryptography;
using Modelyard.Frames.Csv;

namespace Modelyard.Frames.Lineage;

/// <summary>Represents what a table was read from.</summary>
/// <param name="Name">The path of a file, or what else tells the place, without passwords.</param>
public sealed record LineageSource(string Name)
{
    private const int BlockLength = 1 << 20;

    /// <summary>Gets the number of bytes; null if it is not known.</summary>
    public long? Bytes { get; init; }

    /// <summary>Gets the SHA-256 of the bytes, in lower-case hexadecimal digits; null if it is not known (yet).</summary>
    public string? Digest { get; init; }

    /// <summary>Gets when a file was last written, as it was when it was read.</summary>
    internal DateTime? Written { get; init; }

    /// <summary>Tells what a file is like as it is read: its name, its length and its time, by which a later change shows.</summary>
    internal static LineageSource OfFile(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new LineageSource(path) { Bytes = file.Length, Written = file.LastWriteTimeUtc } : new LineageSource(path);
    }

    /// <summary>Tells what bytes are like as they are read: those of a file, or of a stream or a text that has but a name.</summary>
    internal static LineageSource Of(ByteSource source) => source.IsFile ? OfFile(source.Name) : new LineageSource(source.Name) { Bytes = source.Length };

    /// <summary>Creates the step that reads all chunks of the source.</summary>
    internal LineageStep Reading(IEnumerable<string> columns, long? rows, params ReadOnlySpan<(string Name, string? Value)> parameters) =>
        new("read", LineageText.Pairs(parameters), [], [.. columns], rows, source: this);

    /// <summary>Computes the digest of a file that has not changed since it was read.</summary>
    /// <returns>The same source with its digest; without one if it is no file, or has changed since.</returns>
    /// <remarks>It takes a pass over the file, which reading the table does not pay for.</remarks>
    public LineageSource WithDigest()
    {
        var file = new FileInfo(Name);
        if (Digest is not null || Written is null || !file.Exists || file.Length != Bytes || file.LastWriteTimeUtc != Written)
        {
            return this;
        }

        using var stream = new FileStream(Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BlockLength, FileOptions.SequentialScan);
        return this with { Digest = Convert.ToHexStringLower(SHA256.HashData(stream)) };
    }
}
