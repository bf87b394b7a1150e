using System.Runtime.ExceptionServices;
using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions.RollUps;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Turns journals that nobody writes to any more into compressed tables, puts those of days that are over together, and removes old days.</summary>
/// <remarks>One process at a time does so. A table appears when it is complete and on the disk, only then its journal goes: a death at any moment loses nothing.</remarks>
internal sealed class SegmentSealer(SegmentFolder folder)
{
    private const string LockName = "seal.lock";
    private static readonly TimeSpan s_leftoverAge = TimeSpan.FromMinutes(10);

    /// <summary>Seals all journals that are closed; nothing if another process is at it.</summary>
    /// <param name="options">How long days are kept, and when they are put together.</param>
    /// <param name="now">The moment, in UTC.</param>
    internal void Seal(PredictionLogOptions options, DateTime now)
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
        var merger = new DayMerger(folder);
        DateOnly kept = options.Retention is { } age ? DateOnly.FromDateTime(now - age) : DateOnly.MinValue;
        ExceptionDispatchInfo? first = null;
        foreach ((DateOnly day, _) in folder.Days().Where(day => day.Day < DateOnly.FromDateTime(now)).ToList())
        {
            try
            {
                // What is removed leaves its roll-up behind.
                merger.Merge(day, day < kept ? TimeSpan.Zero : options.MergeAge);
            }
            catch (Exception fault) when (fault is ModelyardException or IOException)
            {
                // A damaged day does not keep the others from what is due.
                first ??= ExceptionDispatchInfo.Capture(fault);
            }
        }

        RemoveBefore(kept);
        first?.Throw();
    }

    private static void Seal(SegmentKind kind, string journal)
    {
        string table = journal[..^SegmentFolder.Journal.Length] + SegmentFolder.Table;
        bool isEmpty = true;
        long rest;
        var tally = new RollUpTally();
        using (var segment = new SegmentReader(kind, journal))
        {
            using var sink = new ParquetSink(table, new ParquetWriteOptions { DegreeOfParallelism = 1 });
            foreach (Frame chunk in segment.Chunks())
            {
                sink.Write(chunk);
                tally.Add(kind, chunk);
                isEmpty = false;
            }

            rest = segment.Rest;
            if (!isEmpty)
            {
                sink.Complete();
            }
        }

        DurableFolder.Flush(Path.GetDirectoryName(journal)!);
        if (!isEmpty)
        {
            tally.ToFile([Path.GetFileName(table)]).Write(SegmentFolder.RollUpOf(table));
        }

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
            foreach (string part in Directory.EnumerateFiles(day, "*.part").ToList())
            {
                File.Delete(part);
            }

            foreach (string orphan in Directory.EnumerateFiles(day, "*" + RollUpFile.Ending).Where(file => !File.Exists(file[..^RollUpFile.Ending.Length] + SegmentFolder.Table)).ToList())
            {
                File.Delete(orphan);
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
