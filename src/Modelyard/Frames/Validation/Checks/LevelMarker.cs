namespace Modelyard.Frames.Validation.Checks;

/// <summary>Marks the cells of a category whose level fails; each level was looked at once.</summary>
/// <param name="column">The column.</param>
/// <param name="isFailing">Which levels fail.</param>
internal sealed class LevelMarker(CategoryColumn column, bool[] isFailing) : IMarker
{
    private readonly bool _isAny = isFailing.Contains(true);

    public void Mark(int first, int count, Span<ulong> failing)
    {
        failing.Clear();
        if (!_isAny)
        {
            return;
        }

        ReadOnlySpan<int> codes = column.Codes.Slice(first, count);
        for (int row = 0; row < codes.Length; row++)
        {
            failing[row >> 6] |= codes[row] >= 0 && isFailing[codes[row]] ? 1UL << (row & 63) : 0;
        }
    }
}
