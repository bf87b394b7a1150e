namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents what came of a look at a window.</summary>
/// <param name="Kind">What was looked at.</param>
/// <param name="PValue">The chance of what was seen where nothing has changed, adjusted for all figures that were looked at; NaN where it was not judged.</param>
/// <param name="Level">The level that it was held against; NaN where it was not judged.</param>
/// <param name="IsFound">Whether something has changed, beyond chance and by as much as matters.</param>
/// <param name="Summary">What was seen, in a sentence.</param>
public sealed record WindowLook(WatchKind Kind, double PValue, double Level, bool IsFound, string Summary)
{
    /// <summary>Creates a look that judged nothing.</summary>
    /// <param name="kind">What was looked at.</param>
    /// <param name="why">Why nothing was judged, in a sentence.</param>
    /// <returns>The look.</returns>
    internal static WindowLook Unjudged(WatchKind kind, string why) => new(kind, double.NaN, double.NaN, false, why);

    /// <summary>Gets the figures or columns that have changed, the greatest change first.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];
}
