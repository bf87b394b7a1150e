namespace Modelyard.Frames;

/// <summary>Represents how a pivot table is made.</summary>
public sealed record PivotOptions
{
    /// <summary>Gets a value indicating whether totals stand below and beside the cells. They are computed of the rows of the long table, not of the cells: the mean of all, not the mean of means.</summary>
    public bool Margins { get; init; }

    /// <summary>Gets the key of the totals. A key that holds no texts becomes a text for it; further levels of the key are missing.</summary>
    public string MarginsName { get; init; } = "All";

    /// <summary>Gets what stands in cells without rows; they are missing if null.</summary>
    public Label? Fill { get; init; }
}
