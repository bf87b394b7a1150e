namespace Modelyard.Charts;

/// <summary>Represents one step of a waterfall.</summary>
/// <param name="Label">The name at the left.</param>
/// <param name="Change">By how much the step raises the sum, or lowers it.</param>
public sealed record WaterfallItem(string Label, double Change)
{
    /// <summary>Gets how the change is written; null leaves it to the chart.</summary>
    public string? Text { get; init; }
}
