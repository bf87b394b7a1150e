namespace Modelyard.Inference;

/// <summary>Says which columns of a table take part in a regression, and as what.</summary>
public sealed record RegressionColumns
{
    /// <summary>Gets the name of the column that is explained.</summary>
    public required string Target { get; init; }

    /// <summary>Gets the names of the columns that explain it; null for all that have no other part.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Gets the products of columns that explain it beside the features.</summary>
    public IReadOnlyList<Interaction> Interactions { get; init; } = [];

    /// <summary>Gets a value indicating whether there is an intercept.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>Gets the name of the column of weights, one over the variance of each row's error but for a factor; null for equal ones.</summary>
    public string? Weights { get; init; }

    /// <summary>Gets the name of the column that says which rows belong together, for errors that are robust to it; null for none.</summary>
    public string? Clusters { get; init; }

    /// <summary>Gets the name of a column that is added to the weighted sum with the coefficient 1; null for none.</summary>
    public string? Offset { get; init; }

    /// <summary>Gets the name of a column of exposures, whose logarithm is added to the weighted sum; null for none.</summary>
    public string? Exposure { get; init; }

    /// <summary>Lists the columns besides target and features.</summary>
    internal IEnumerable<string> Others() => new[] { Weights, Clusters, Offset, Exposure }.OfType<string>();
}
