namespace Modelyard.Bench.Stopping;

/// <summary>Holds how long a fit went on after it was to stop.</summary>
/// <param name="Case">The fit.</param>
/// <param name="Seconds">The time of the whole fit; it is not measured beyond the probe's limit.</param>
/// <param name="Cancelled">The longest time from a cancellation to the end of the fit.</param>
/// <param name="Moment">The moment of that cancellation, in seconds after the start.</param>
/// <param name="Place">The method that found that it was cancelled.</param>
/// <param name="Budget">The budget.</param>
/// <param name="Late">The time by which the fit exceeded its budget.</param>
public sealed record StoppingResult(StoppingCase Case, double Seconds, TimeSpan Cancelled, double Moment, string Place, TimeSpan Budget, TimeSpan Late)
{
    private const int Allowed = 100;

    /// <summary>Gets the milliseconds by which the fit was too late at the worse of the two.</summary>
    public double Excess => Math.Max(Cancelled.TotalMilliseconds - Allowed, Late.TotalMilliseconds - (0.1 * Budget.TotalMilliseconds) - Allowed);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Case.Form,-7} {Case.Name,-44} {Seconds,6:0.0} s   cancelled {Cancelled.TotalMilliseconds,6:0} ms at {Moment,6:0.000} s   budget {Budget.TotalMilliseconds,6:0} ms + {Late.TotalMilliseconds,6:0} ms {(Excess > 0 ? "LATE" : "    ")}  {Place}");
}
