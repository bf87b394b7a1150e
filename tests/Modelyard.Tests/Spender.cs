using Modelyard.Learning;

namespace Modelyard.Tests;

/// <summary>Spends the time of a fit when it tells of its first progress.</summary>
/// <param name="time">The time.</param>
internal sealed class Spender(TimeSpan time) : IProgress<FitProgress>
{
    private int _reports;

    /// <inheritdoc/>
    public void Report(FitProgress value)
    {
        if (Interlocked.Increment(ref _reports) == 1)
        {
            Thread.Sleep(time);
        }
    }
}
