namespace Modelyard.Lifecycle.Monitors;

/// <summary>Searches moments that are in order.</summary>
internal static class MomentSearch
{
    /// <summary>Finds the place of the first moment that is not before another.</summary>
    /// <param name="ticks">The moments, the earliest first.</param>
    /// <param name="moment">The moment.</param>
    internal static int First(ReadOnlySpan<long> ticks, long moment)
    {
        int low = 0, high = ticks.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = ticks[middle] < moment ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
