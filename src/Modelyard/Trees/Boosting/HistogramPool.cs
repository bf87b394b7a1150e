namespace Modelyard.Trees.Boosting;

/// <summary>Holds histograms between uses.</summary>
internal sealed class HistogramPool(int words)
{
    private readonly Stack<PinnedArray<long>> _free = new();

    /// <summary>Takes a histogram of zeros.</summary>
    internal PinnedArray<long> Take()
    {
        if (!_free.TryPop(out PinnedArray<long>? histogram))
        {
            return new PinnedArray<long>(words);
        }

        histogram.Span.Clear();
        return histogram;
    }

    internal void Give(PinnedArray<long>? histogram)
    {
        if (histogram is not null)
        {
            _free.Push(histogram);
        }
    }
}
