namespace Modelyard.Server.Studio.Content;

/// <summary>Represents a series of a chart: a value for each position of the first axis, NaN where there is none.</summary>
/// <param name="Name">The name.</param>
/// <param name="Values">The values.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<double> Values)
{
    /// <summary>Gets the lower ends of a band around the values; empty for none.</summary>
    public IReadOnlyList<double> Low { get; init; } = [];

    /// <summary>Gets the upper ends of the band; as many as <see cref="Low"/>.</summary>
    public IReadOnlyList<double> High { get; init; } = [];

    /// <summary>Gets what is said of each value where one points at it; empty for nothing.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Gets which values stand out, by a sign of their own; empty for none.</summary>
    public IReadOnlyList<bool> Marked { get; init; } = [];

    /// <summary>Gets which values say nothing and are drawn without colour; empty for none.</summary>
    public IReadOnlyList<bool> Faint { get; init; } = [];

    /// <summary>Gets the page that tells more of the series; null for none.</summary>
    public string? Link { get; init; }

    /// <summary>Gets a value indicating whether it is a bound that others are held against, drawn as a dashed line.</summary>
    public bool IsBound { get; init; }
}
