namespace Modelyard.Lifecycle.Predictions;

/// <summary>Represents the true label of a prediction, which is known later than the prediction was made.</summary>
/// <param name="Label">The label as a text: a class, or a number in the invariant culture; null takes a label back.</param>
public sealed record TrueLabel(string? Label)
{
    /// <summary>Gets the identifier of the request; null if the row is named by its key.</summary>
    public string? Request { get; init; }

    /// <summary>Gets the zero-based row within the request.</summary>
    public int Row { get; init; }

    /// <summary>Gets the key that the row was given when it was predicted; null if it is named by its request.</summary>
    public string? Key { get; init; }

    /// <summary>Gets, for a label by key, the moment that it is true for, in UTC: it belongs to the last prediction of the key at or before it. Null for when it came.</summary>
    public DateTime? At { get; init; }
}
