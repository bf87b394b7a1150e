using System.Collections;

namespace Modelyard.Selection;

/// <summary>Represents splits that are made when they are asked for: as many as rows, each nearly as long as all rows, would not fit in memory.</summary>
/// <param name="count">The number of splits.</param>
/// <param name="make">Makes a split, given its position.</param>
internal sealed class SplitList(int count, Func<int, Split> make) : IReadOnlyList<Split>
{
    public int Count => count;

    public Split this[int index] => index >= 0 && index < count
        ? make(index)
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"The index is '{index}' and must be 0 to {count - 1}.");

    public IEnumerator<Split> GetEnumerator()
    {
        for (int i = 0; i < count; i++)
        {
            yield return make(i);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
