namespace Modelyard.Charts.Scales;

/// <summary>Maps categories to bands of equal width.</summary>
public sealed class CategoryScale
{
    private readonly double _start;
    private readonly double _step;
    private readonly double _gap;

    /// <summary>Initializes a scale.</summary>
    /// <param name="count">The number of categories, 0 or more.</param>
    /// <param name="start">The position where the first band begins.</param>
    /// <param name="end">The position where the last band ends.</param>
    /// <param name="gap">The share of a step that stays free between two bands, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative or the gap is outside [0, 1).</exception>
    public CategoryScale(int count, double start, double end, double gap = 0.2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(gap, 1);
        Count = count;
        _start = start;
        _step = (end - start) / Math.Max(count, 1);
        _gap = gap;
    }

    /// <summary>Gets the number of categories.</summary>
    public int Count { get; }

    /// <summary>Gets the width of a band.</summary>
    public double BandWidth => _step * (1 - _gap);

    /// <summary>Computes where a band begins.</summary>
    /// <param name="category">The index of the category.</param>
    /// <returns>The position of the band's start.</returns>
    public double BandStart(int category) => _start + (_step * (category + (_gap / 2)));

    /// <summary>Computes where the middle of a band is.</summary>
    /// <param name="category">The index of the category.</param>
    /// <returns>The position of the band's middle.</returns>
    public double Middle(int category) => _start + (_step * (category + 0.5));
}
