namespace Modelyard.Frames;

/// <summary>Represents how time is cut into periods.</summary>
public sealed record ResampleOptions
{
    /// <summary>Gets which end belongs to a period; if null the beginning, or the end of weeks and of periods that are known by their last day.</summary>
    public IntervalSide? Closed { get; init; }

    /// <summary>Gets which end a period is called by; the default is that of <see cref="Closed"/>.</summary>
    public IntervalSide? Label { get; init; }

    /// <summary>Gets from where periods of fixed length are counted.</summary>
    public ResampleOrigin Origin { get; init; }

    /// <summary>Gets a time from which periods of fixed length are counted instead.</summary>
    public DateTime? OriginTime { get; init; }

    /// <summary>Gets by how much the origin is moved.</summary>
    public TimeSpan Offset { get; init; }

    /// <summary>Gets the greatest number of periods; more are refused before they are made.</summary>
    public int MaxPeriods { get; init; } = 50_000_000;
}
