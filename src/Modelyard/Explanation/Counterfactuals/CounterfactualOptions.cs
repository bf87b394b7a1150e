namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Represents how many changes are looked for, and what may change.</summary>
public sealed record CounterfactualOptions
{
    /// <summary>Gets the options that are taken unless others are given.</summary>
    public static CounterfactualOptions Default { get; } = new();

    /// <summary>Gets the greatest number of counterfactuals, 1 or more, each as unlike the others as can be had at little more distance.</summary>
    public int Count
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of counterfactuals is '{value}' and must be 1 or more.");
    } = 1;

    /// <summary>Gets how columns may change; those that are not named change within what the background has.</summary>
    public IReadOnlyList<ColumnConstraint> Constraints { get; init; } = [];

    /// <summary>Gets what each changed column costs besides its distance, 0 or more, so that of two changes about as near the one of fewer columns wins.</summary>
    public double ColumnCost
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The cost of a column is '{value}' and must be 0 or more.");
    } = 0.1;

    /// <summary>Gets a value indicating whether those alone are returned that lie as near to rows of the background as such rows lie to each other.</summary>
    public bool PlausibleOnly { get; init; }
}
