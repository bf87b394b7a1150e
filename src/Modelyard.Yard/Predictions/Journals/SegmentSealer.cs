using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Turns journals that nobody writes to any more into compressed tables, and removes days that are over.</summary>
/// <remarks>One process at a time does so. A table appears when it is complete and on the disk, only then its journal goes: a death at any moment loses nothing.</remarks>
internal sealed class SegmentSealer(SegmentFolder folder)
{
    private const string LockName = "seal.lock";
    private static readonly TimeSpan s_leftoverAge = TimeSpan.FromMinutes(10);

    /// <summary>Seals all journals that are closed; nothing if another process is at it.</summary>
    /// <param name="retention">How long days are kept; null for ever.</param>
    /// <param name="now">The moment, in UTC.</param>
    internal void Seal(TimeSpan? retention, DateTime now)
    {
        if (!Directory.Exists(folder.Path))
        {
            return;
        }

        using FileStream? held = Hold(Path.Combine(folder.Path, LockName));
        if (held is null)
        {
            return;
        }

        foreach (SegmentKind kind in Enum.GetValues<SegmentKind>())
        {
            foreach (string journal in folder.List(kind, DateOnly.MinValue, DateOnly.MaxValue).Where(path => path.EndsWith(SegmentFolder.Journal, StringComparison.Ordinal)))
            {
                if (IsClosed(journal))
                {
                    Seal(kind, journal);
                }
            }
        }

        RemoveLeftovers();
        if (retention is { } age)
        {
            RemoveBefore(DateOnly.FromDateTime(now - age));
        }
    }

    private static void Seal(SegmentKind kind, string journal)
    {
        string table = journal[..^SegmentFolder.Journal.Length] + SegmentFolder.Table;
        bool isEmpty = true;
        long rest;
        using (var segment = new SegmentReader(kind, journal))
        {
            using var sink = new ParquetSink(table, new ParquetWriteOptions { DegreeOfParallelism = 1 });
            foreach (Frame chunk in segment.Chunks())
            {
                sink.Write(chunk);
                isEmpty = false;
            }

            rest = segment.Rest;
            if (!isEmpty)
            {
                sink.Complete();
            }
        }

        DurableFolder.Flush(Path.GetDirectoryName(journal)!);
        if (rest > 0)
        {
            File.Move(journal, journal[..^SegmentFolder.Journal.Length] + SegmentFolder.Torn);
        }
        else
        {
            File.Delete(journal);
        }
    }

    // A process that died between the table and the end of its journal has left both; one that died before has left a part of the table.
    private void RemoveLeftovers()
    {
        foreach ((_, string day) in folder.Days())
        {
            // Only who seals makes tables, one process at a time: what is not whole was left by a death.
            foreach (string part in Directory.EnumerateFiles(day, $"*{SegmentFolder.Table}.*.part").ToList())
            {
                File.Delete(part);
            }

            foreach (string unnamed in Directory.EnumerateFiles(day, "*" + SegmentFolder.Unnamed).Where(file => DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > s_leftoverAge).ToList())
            {
                File.Delete(unnamed);
            }

            foreach (string journal in Directory.EnumerateFiles(day, "*" + SegmentFolder.Journal).ToList())
            {
                if (File.Exists(journal[..^SegmentFolder.Journal.Length] + SegmentFolder.Table))
                {
                    File.Delete(journal);
                }
            }
        }
    }

    private void RemoveBefore(DateOnly first)
    {
        foreach ((DateOnly day, string path) in folder.Days().ToList())
        {
            if (day < first)
            {
                Directory.Delete(path, recursive: true);
            }
        }
    }

    private static bool IsClosed(string journal)
    {
        using FileStream? held = Hold(journal, FileMode.Open);
        return held is not null;
    }

    private static FileStream? Hold(string path, FileMode mode = FileMode.OpenOrCreate)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
