namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Represents how one column may change. The row's own cell may always stay, even if it does not keep to this.</summary>
/// <param name="Column">The name of the column.</param>
public sealed record ColumnConstraint(string Column)
{
    /// <summary>Gets a value indicating whether the column stays as it is.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Gets the direction of change, of numbers and times.</summary>
    public ChangeDirection Direction { get; init; }

    /// <summary>Gets the least number that it may change to; null for the least of the background.</summary>
    public double? Low { get; init; }

    /// <summary>Gets the greatest number that it may change to; null for the greatest of the background.</summary>
    public double? High { get; init; }

    /// <summary>Gets the number of which a changed number is a whole multiple; null for the decimals that the background has. In a column of whole numbers it is 1, so that they stay whole.</summary>
    public double? Step { get; init; }

    /// <summary>Gets the levels that it may change to; null for all that the background has.</summary>
    public IReadOnlyList<string>? Levels { get; init; }
}
