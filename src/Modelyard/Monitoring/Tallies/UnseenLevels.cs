namespace Modelyard.Monitoring;

/// <summary>Counts levels that the reference does not have, by name as long as they are few.</summary>
/// <remarks>Of more names than are kept those are that come first by code point: which ones, and their counts, do not depend on the order in which they came or parts were merged.</remarks>
internal sealed class UnseenLevels
{
    internal const int Most = 1000;

    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, long> Counts => _counts;

    internal void Add(string level, long count)
    {
        if (count == 0)
        {
            return;
        }

        _counts[level] = _counts.GetValueOrDefault(level) + count;
        if (_counts.Count > Most)
        {
            _counts.Remove(_counts.Keys.Last());
        }
    }

    internal void Merge(UnseenLevels other)
    {
        foreach ((string level, long count) in other._counts)
        {
            Add(level, count);
        }
    }
}
