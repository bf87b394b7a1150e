using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions.Journals;

namespace Modelyard.Lifecycle.Predictions.RollUps;

/// <summary>Reads the roll-ups of a span of time, while others write, seal and remove files.</summary>
/// <remarks>Of days that are over one file is read. Of others the files of their segments; what is still being written is added up as it is read, and remembered, so that a reader that looks again reads no more than what came since.</remarks>
internal sealed class RollUpReader(SegmentFolder folder)
{
    private const int MostTries = 20;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Reads roll-ups.</summary>
    /// <param name="from">The first hour, in UTC.</param>
    /// <param name="until">The moment before which the last hour begins.</param>
    internal LogRollUps Read(DateTime from, DateTime until)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return ReadOnce(from, until);
            }
            catch (IOException) when (attempt < MostTries)
            {
                Thread.Sleep(s_pause);
            }
        }
    }

    private LogRollUps ReadOnce(DateTime from, DateTime until)
    {
        DateOnly first = DateOnly.FromDateTime(from), last = DateOnly.FromDateTime(until);
        var tally = new RollUpTally();
        bool isExact = true;
        foreach (DateOnly day in folder.RolledUp().Union(folder.Days().Select(day => day.Day)).Where(day => day >= first && day <= last).Order().ToList())
        {
            string[] segments = [.. folder.List(SegmentKind.Predictions, day, day), .. folder.List(SegmentKind.Labels, day, day)];
            if (RollUpFile.TryRead(folder.RollUpOf(day)) is { } file && (segments.Length == 0 || file.IsOf(segments)))
            {
                tally.Add(file);
                continue;
            }

            isExact = isExact && !Array.Exists(segments, segment => SegmentFolder.KindOf(segment) == SegmentKind.Predictions);
            Array.ForEach(segments, segment => AddSegment(segment, tally));
        }

        bool Lies(DateTime hour) => hour >= from && hour < until;
        return new LogRollUps([.. tally.Hours.Where(hour => Lies(hour.Start))], [.. tally.Labels.Where(hour => Lies(hour.Key))], isExact);
    }

    private static void AddSegment(string segment, RollUpTally tally)
    {
        SegmentKind kind = SegmentFolder.KindOf(segment);
        if (segment.EndsWith(SegmentFolder.Journal, StringComparison.Ordinal))
        {
            tally.Add(OpenRollUps.Of(kind, segment));
        }
        else if (RollUpFile.TryRead(SegmentFolder.RollUpOf(segment)) is { } known)
        {
            tally.Add(known);
        }
        else
        {
            foreach (Frame chunk in SegmentFiles.Chunks(kind, segment))
            {
                tally.Add(kind, chunk);
            }
        }
    }
}
