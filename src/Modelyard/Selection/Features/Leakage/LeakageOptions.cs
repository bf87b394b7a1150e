namespace Modelyard.Selection.Features;

/// <summary>Represents what is known of the tables that are looked through for leaks.</summary>
public sealed record LeakageOptions
{
    /// <summary>Gets the name of the target.</summary>
    public required string Target { get; init; }

    /// <summary>Gets the name of the column that says when a row is from; null if there is none.</summary>
    public string? Time { get; init; }

    /// <summary>Gets the name of the column whose rows belong together, such as a customer; null if rows are independent.</summary>
    public string? Group { get; init; }
}
