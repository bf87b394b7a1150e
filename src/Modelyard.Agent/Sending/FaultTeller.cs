using System.Diagnostics;

namespace Modelyard.Agent.Sending;

/// <summary>Tells of faults: another one at once, the same one at most once a minute.</summary>
/// <param name="tell">What is told; null for nobody.</param>
internal sealed class FaultTeller(Action<string>? tell)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private string? _told;
    private long _toldAt;

    /// <summary>Gets the fault that goes on; null if none does.</summary>
    internal string? Last { get; private set; }

    internal void Tell(string fault)
    {
        lock (_lock)
        {
            Last = fault;
            if (fault == _told && Stopwatch.GetElapsedTime(_toldAt) < s_pause)
            {
                return;
            }

            _told = fault;
            _toldAt = Stopwatch.GetTimestamp();
        }

        try
        {
            tell?.Invoke(fault);
        }
#pragma warning disable CA1031 // Whatever befalls the one who listens, the agent goes on.
        catch (Exception)
#pragma warning restore CA1031
        {
            // It has been told, and there is nobody else to tell.
        }
    }

    internal void Clear()
    {
        lock (_lock)
        {
            Last = null;
        }
    }
}
