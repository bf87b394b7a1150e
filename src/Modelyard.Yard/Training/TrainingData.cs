using System.Security.Cryptography;
using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Frames.Csv;
using Modelyard.Frames.Lineage;
using Modelyard.Numerics;

namespace Modelyard.Lifecycle.Training;

/// <summary>Represents the table that a model is learned from: its rows, the digest of its bytes, and where it comes from itself.</summary>
/// <param name="Path">The path of the file, or what a table that was gathered is called.</param>
/// <param name="Frame">The rows.</param>
/// <param name="Digest">The SHA-256 of its bytes, in lower-case hexadecimal digits.</param>
/// <param name="Lineage">Where the table comes from, if the file beside it says so, or it was gathered; null if not.</param>
internal sealed record TrainingData(string Path, Frame Frame, string Digest, LineageStep? Lineage)
{
    /// <summary>The name, among the artifacts of a run, of a table that was gathered and is no file of its own.</summary>
    internal const string ArtifactName = "training-data.parquet";

    private const int LongestName = 60;

    /// <summary>Gets a value indicating whether the table is kept among the artifacts, as it is no file of its own.</summary>
    internal bool IsKept { get; private init; }

    /// <summary>Gets the name to show.</summary>
    internal string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Reads a table. There is nothing to fit and to record yet: a stop ends the work.</summary>
    /// <remarks>It is opened once: a pipe gives its bytes but once, and the digest is that of the bytes that were read, whatever happens to the file meanwhile.</remarks>
    internal static TrainingData Open(string path, CsvReadOptions reading, CancellationToken stop)
    {
        CsvReadResult? read = null;
        string digest = "";
        using ByteSource source = ByteSource.Open(path);
        ParallelLoop.For(1, 1, _ => read = CsvReader.Read(source, reading), stop);
        ParallelLoop.For(1, 1, _ => digest = DigestOf(source), stop);
        return new TrainingData(System.IO.Path.GetFullPath(path), read!.Frame, digest, LineageOf(read!.Frame, path));
    }

    /// <summary>Keeps a table that was gathered among the artifacts, so that it can be looked at, and learned from again, later.</summary>
    internal static TrainingData Keep(Frame frame, string name, ArtifactStore artifacts)
    {
        (string digest, _) = artifacts.Add(stream => TableFiles.Write(frame, stream, TableFormat.Parquet));
        return new TrainingData(name, frame, digest, frame.Lineage) { IsKept = true };
    }

    /// <summary>Makes a model's name of a column's: lower case letters, digits, dots, dashes and underscores.</summary>
    internal static string NameOf(string target)
    {
        string name = string.Concat(target.ToLowerInvariant().Select(one => char.IsAsciiLetterOrDigit(one) || one is '.' or '_' or '-' ? one : '-')).Trim('-', '.', '_');
        name = name.Length > LongestName ? name[..LongestName] : name;
        return name.Length == 0 || name.All(char.IsAsciiDigit) ? $"model-{name}".Trim('-') : name;
    }

    /// <summary>Reads the file of lineage beside the table before there is a run, because a damaged one ends the work.</summary>
    private static LineageStep? LineageOf(Frame frame, string path)
    {
        LineageStep lineage = LineageFile.Restore(frame, path).Lineage;
        return lineage == frame.Lineage ? null : lineage;
    }

    private static string DigestOf(ByteSource source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = new byte[1 << 20];
        for (long offset = 0; source.Read(offset, block) is > 0 and var length; offset += length)
        {
            hash.AppendData(block, 0, length);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
