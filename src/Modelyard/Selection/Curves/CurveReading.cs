namespace Modelyard.Selection;

/// <summary>Represents what a curve says, in words.</summary>
/// <param name="Verdict">Whether the fit is too simple, too loose, or neither.</param>
/// <param name="Summary">What is so, with its figures: one or more full sentences.</param>
/// <param name="Advice">What to try next: one or more full sentences.</param>
public sealed record CurveReading(FitVerdict Verdict, string Summary, string Advice)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Summary} {Advice}";
}
