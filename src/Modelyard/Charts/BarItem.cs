namespace Modelyard.Charts;

/// <summary>Represents one row of a chart of bars.</summary>
/// <param name="Label">The name at the left.</param>
/// <param name="Value">The value; a row whose value is not finite has no mark.</param>
/// <param name="Low">The lower end of the interval; NaN for none.</param>
/// <param name="High">The upper end of the interval; NaN for none.</param>
/// <param name="IsHighlighted">Whether the row stands out.</param>
public sealed record BarItem(string Label, double Value, double Low = double.NaN, double High = double.NaN, bool IsHighlighted = false)
{
    /// <summary>Gets how the value is written; null leaves it to the chart.</summary>
    public string? Text { get; init; }
}
