namespace Modelyard.Lifecycle.Predictions;

/// <summary>Says which columns of a table are the parts of true labels.</summary>
/// <param name="Label">The column of the labels.</param>
public sealed record LabelColumns(string Label)
{
    /// <summary>Gets the column of the requests' identifiers; null if rows are named by their keys.</summary>
    public string? Request { get; init; }

    /// <summary>Gets the column of the rows within requests; null for the first.</summary>
    public string? Row { get; init; }

    /// <summary>Gets the column of the keys; null if rows are named by their requests.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the column of the moments that the labels are true for; null for when they came.</summary>
    public string? At { get; init; }
}
