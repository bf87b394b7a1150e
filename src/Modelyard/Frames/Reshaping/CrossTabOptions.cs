namespace Modelyard.Frames;

/// <summary>Represents how combinations of keys are counted.</summary>
public sealed record CrossTabOptions
{
    /// <summary>Gets what the cells are shares of; they are counts by default.</summary>
    public CrossTabShares Shares { get; init; }

    /// <summary>Gets a value indicating whether totals stand below and beside the cells. Shares of a row have none beside, and shares of a column none below, since they would be one.</summary>
    public bool Margins { get; init; }

    /// <summary>Gets the key of the totals.</summary>
    public string MarginsName { get; init; } = "All";

    /// <summary>Gets what is computed of the rows of each combination; their number if null. Cells without rows are then missing, not zero.</summary>
    public Aggregate? Aggregate { get; init; }
}
