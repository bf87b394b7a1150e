using System.Diagnostics;

namespace Modelyard.Training;

/// <summary>Says whether there is time left to search: measured in time, in work, or until somebody stops it.</summary>
internal sealed class SearchClock(TimeSpan? budget, CancellationToken stop)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    internal TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Gets a value indicating whether the work is bounded by time at all.</summary>
    internal bool IsTimed => budget is not null;

    /// <summary>Gets the time that the whole search may take.</summary>
    internal TimeSpan Whole => budget ?? TimeSpan.MaxValue;

    internal bool WasStopped => stop.IsCancellationRequested;

    internal CancellationToken Stop => stop;

    internal TimeSpan Remaining => budget is { } whole ? (whole > Elapsed ? whole - Elapsed : TimeSpan.Zero) : TimeSpan.MaxValue;

    internal bool IsOver => stop.IsCancellationRequested || Remaining <= TimeSpan.Zero;

    /// <summary>Gets the share of the budget that is used up.</summary>
    internal double Share => budget is { } whole && whole > TimeSpan.Zero ? Math.Min(1, Elapsed / whole) : 0;
}
