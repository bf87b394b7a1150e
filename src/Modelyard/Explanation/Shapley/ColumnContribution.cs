namespace Modelyard.Explanation.Shapley;

/// <summary>Represents what one column contributes to a prediction.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="Value">What its cell holds, as text; null if it is missing.</param>
/// <param name="Contribution">The contribution.</param>
public sealed record ColumnContribution(string Column, string? Value, double Contribution)
{
    /// <summary>Gets the standard error of the contribution; 0 where nothing was estimated.</summary>
    public double StandardError { get; init; }

    /// <summary>Gets a value indicating whether the contribution is told from 0: it is more than rounding, and 0 lies outside its 95 % interval.</summary>
    public bool IsTold => Contribution != 0 && Math.Abs(Contribution) > SampledShapleyExplainer.Surely * StandardError;
}
