namespace Modelyard.Server.Tests.Security;

/// <summary>Represents a clock that goes when it is told to.</summary>
internal sealed class ManualClock : TimeProvider
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan _gone;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Go(TimeSpan time) => _gone += time;

    public override long GetTimestamp() => _gone.Ticks;

    public override DateTimeOffset GetUtcNow() => s_start + _gone;
}
