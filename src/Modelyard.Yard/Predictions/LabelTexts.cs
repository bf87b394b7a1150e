namespace Modelyard.Lifecycle.Predictions;

/// <summary>Represents a true label as it was written, in a request or in the row of a table.</summary>
/// <param name="Label">The label; null takes one back.</param>
public readonly record struct LabelTexts(string? Label)
{
    /// <summary>Gets the identifier of the request; null if none is given.</summary>
    public string? Request { get; init; }

    /// <summary>Gets the zero-based row within the request; null for the first.</summary>
    public string? Row { get; init; }

    /// <summary>Gets the key of the row; null if none is given.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the moment that the label is true for; null for when it came.</summary>
    public string? At { get; init; }
}
