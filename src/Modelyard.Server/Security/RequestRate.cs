namespace Modelyard.Server.Security;

/// <summary>Bounds how often something may happen, with a burst of up to a second's worth. Safe from any thread, and allocates nothing.</summary>
/// <remarks>The generic cell rate algorithm (ITU-T I.371): one number, the time at which the next would come if all came evenly.</remarks>
/// <param name="perSecond">How often in a second; above 0.</param>
/// <param name="clock">The clock.</param>
internal sealed class RequestRate(double perSecond, TimeProvider clock)
{
    private readonly double _interval = clock.TimestampFrequency / perSecond;
    private readonly double _tolerance = Math.Max(0, perSecond - 1) * clock.TimestampFrequency / perSecond;
    private double _next = double.NegativeInfinity;

    public double PerSecond => perSecond;

    /// <summary>Takes one.</summary>
    /// <param name="wait">How long until there is one again; zero if it was taken.</param>
    /// <returns>False if there is none.</returns>
    public bool TryTake(out TimeSpan wait)
    {
        double now = clock.GetTimestamp();
        wait = TimeSpan.Zero;
        while (true)
        {
            double next = Volatile.Read(ref _next);
            double due = Math.Max(next, now);
            if (due - now > _tolerance)
            {
                wait = TimeSpan.FromSeconds((due - now - _tolerance) / clock.TimestampFrequency);
                return false;
            }

            // Compared by its bits: the same number is the same moment.
            if (BitConverter.DoubleToInt64Bits(Interlocked.CompareExchange(ref _next, due + _interval, next)) == BitConverter.DoubleToInt64Bits(next))
            {
                return true;
            }
        }
    }
}
