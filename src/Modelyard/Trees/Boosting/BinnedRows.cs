using Modelyard.Numerics;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents rows as byte codes, twice: feature by feature for parting rows, and in groups of features for histograms.</summary>
internal sealed unsafe class BinnedRows
{
    private const int BlockRows = 2048;

    // A group's histograms stay in the first-level cache while its rows stream by.
    private const int GroupBytes = 32 * 1024;
    private const int MostSlots = 16;
    private readonly PinnedArray<byte>[] _columns;
    private readonly int[] _offsets;

    private BinnedRows(FeatureBins[] bins, int count)
    {
        Bins = bins;
        Count = count;
        _columns = new PinnedArray<byte>[bins.Length];
        _offsets = new int[bins.Length];
        for (int feature = 0; feature < bins.Length; feature++)
        {
            _columns[feature] = new PinnedArray<byte>(count);
        }
    }

    internal FeatureBins[] Bins { get; }

    /// <summary>Gets the number of rows.</summary>
    internal int Count { get; }

    internal int FeatureCount => Bins.Length;

    internal IReadOnlyList<CodeGroup> Groups { get; private set; } = [];

    /// <summary>Gets the number of entries of a histogram of all features.</summary>
    internal int EntryCount { get; private set; }

    /// <summary>Encodes rows.</summary>
    /// <param name="features">The features, rows x features.</param>
    /// <param name="rows">The rows to take, in order; null for all.</param>
    /// <param name="bins">The bins of each feature.</param>
    /// <param name="entryBytes">The size of an entry of the histograms that will be built, or 0 if none will.</param>
    /// <param name="degree">The greatest number of threads.</param>
    internal static BinnedRows Encode(Matrix features, int[]? rows, FeatureBins[] bins, int entryBytes, int degree)
    {
        BinnedRows binned = Create(bins, rows?.Length ?? features.Rows, entryBytes);
        binned.Encode(features, rows, 0, binned.Count, degree);
        return binned;
    }

    /// <summary>Makes room for rows that come in pieces.</summary>
    /// <param name="bins">The bins of each feature.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="entryBytes">The size of an entry of the histograms that will be built, or 0 if none will.</param>
    internal static BinnedRows Create(FeatureBins[] bins, int count, int entryBytes)
    {
        var binned = new BinnedRows(bins, count);
        if (entryBytes > 0)
        {
            binned.FormGroups(entryBytes);
        }

        return binned;
    }

    /// <summary>Encodes a piece of the rows.</summary>
    /// <param name="features">The features of the piece.</param>
    /// <param name="rows">The rows of the piece to take, in order; null for all.</param>
    /// <param name="target">Where the first of them goes.</param>
    /// <param name="total">The number of rows to take.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="cancellation">Ends the work early; by default that of the loop around it.</param>
    internal void Encode(Matrix features, int[]? rows, int target, int total, int degree, CancellationToken cancellation = default) =>
        ParallelLoop.Blocks(total, BlockRows, degree, (first, count) => EncodeBlock(features, rows, first, target + first, count), cancellation);

    internal byte* Column(int feature) => _columns[feature].Pointer;

    /// <summary>Gets the first entry of a feature in a histogram.</summary>
    internal int Offset(int feature) => _offsets[feature];

    private void FormGroups(int entryBytes)
    {
        int[] order = [.. Enumerable.Range(0, FeatureCount).OrderByDescending(feature => Bins[feature].CodeCount)];
        var groups = new List<CodeGroup>();
        for (int next = 0; next < order.Length;)
        {
            // An odd number of cache lines between slots: else the first lines of all slots would fall into the same few sets.
            int lines = (((Bins[order[next]].CodeCount * entryBytes) + 63) / 64) | 1;
            int slots = Math.Min(Math.Clamp(GroupBytes / (lines * 64), 1, MostSlots), order.Length - next);
            int stride = lines * 64 / entryBytes;
            int[] members = order[next..(next + slots)];
            for (int slot = 0; slot < slots; slot++)
            {
                _offsets[members[slot]] = EntryCount + (slot * stride);
            }

            groups.Add(new CodeGroup(members, new PinnedArray<byte>(checked(Count * slots)), EntryCount, stride));
            EntryCount += slots * stride;
            next += slots;
        }

        Groups = groups;
    }

    private void EncodeBlock(Matrix features, int[]? rows, int source, int first, int count)
    {
        double* gathered = stackalloc double[BlockRows];
        fixed (double* start = features.Storage())
        {
            for (int feature = 0; feature < FeatureCount; feature++)
            {
                byte* codes = Column(feature) + first;
                if (rows is null)
                {
                    Bins[feature].Encode(start + ((long)source * features.Stride) + feature, features.Stride, count, codes);
                    continue;
                }

                for (int i = 0; i < count; i++)
                {
                    gathered[i] = start[((long)rows[source + i] * features.Stride) + feature];
                }

                Bins[feature].Encode(gathered, 1, count, codes);
            }
        }

        foreach (CodeGroup group in Groups)
        {
            int slots = group.Features.Length;
            for (int slot = 0; slot < slots; slot++)
            {
                byte* column = Column(group.Features[slot]) + first;
                byte* target = group.Codes.Pointer + ((long)first * slots) + slot;
                for (int i = 0; i < count; i++, target += slots)
                {
                    *target = column[i];
                }
            }
        }
    }
}
