namespace Modelyard.Selection.Features;

/// <summary>Represents something that may make scores too good.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Column">The column; null if it is about whole rows.</param>
/// <param name="Evidence">What was seen, in a sentence.</param>
/// <param name="Advice">What to do, in a sentence.</param>
public sealed record LeakageFinding(LeakageKind Kind, LeakageSeverity Severity, string? Column, string Evidence, string Advice)
{
    /// <summary>Gets rows of both tables that show it, the clearest first; empty if it is not about pairs of rows.</summary>
    public IReadOnlyList<RowPair> Pairs { get; init; } = [];
}
