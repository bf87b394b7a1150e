namespace Modelyard.Frames;

/// <summary>Represents how two tables are merged.</summary>
public sealed record MergeOptions
{
    /// <summary>Gets what is appended to the names of the left table's columns that the right table has too.</summary>
    public string LeftSuffix { get; init; } = "_x";

    /// <summary>Gets what is appended to the names of the right table's columns that the left table has too.</summary>
    public string RightSuffix { get; init; } = "_y";

    /// <summary>Gets how often a key may occur on the two sides.</summary>
    public MergeValidation Validate { get; init; } = MergeValidation.ManyToMany;

    /// <summary>Gets the name of a column that says where a row comes from, <c>left_only</c>, <c>right_only</c> or <c>both</c>; null for none.</summary>
    public string? Indicator { get; init; }

    /// <summary>Gets a value indicating whether missing cells of keys equal each other, as in pandas. Otherwise they equal nothing, as in SQL.</summary>
    public bool MatchMissing { get; init; }

    /// <summary>Gets the greatest number of rows that the result may have; a merge that would give more is refused before it is made.</summary>
    public long MaxRows { get; init; } = 100_000_000;
}
