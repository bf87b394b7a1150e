using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions.Journals;

namespace Modelyard.Lifecycle.Predictions.RollUps;

/// <summary>Adds journals up that are still written to, and remembers how far: whoever looks again in this process reads what came since.</summary>
internal static class OpenRollUps
{
    private const int MostJournals = 256;
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<string, (long Position, RollUpTally Tally)> s_known = new(StringComparer.Ordinal);

    /// <summary>Adds a journal up.</summary>
    /// <param name="kind">What it holds.</param>
    /// <param name="path">The path.</param>
    /// <exception cref="IOException">It is not there any more.</exception>
    internal static RollUpFile Of(SegmentKind kind, string path)
    {
        lock (s_gate)
        {
            (long position, RollUpTally tally) = s_known.TryGetValue(path, out (long, RollUpTally) known) ? known : (0, new RollUpTally());
            using (var reader = new SegmentReader(kind, path))
            {
                foreach (Frame chunk in reader.Chunks(position))
                {
                    tally.Add(kind, chunk);
                }

                position = reader.Position;
            }

            if (s_known.Count >= MostJournals)
            {
                foreach (string gone in s_known.Keys.Where(one => !File.Exists(one)).ToList())
                {
                    s_known.Remove(gone);
                }
            }

            if (s_known.Count < MostJournals)
            {
                s_known[path] = (position, tally);
            }

            return tally.ToFile([Path.GetFileName(path)]);
        }
    }
}
