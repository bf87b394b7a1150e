namespace Modelyard.Frames;

/// <summary>Represents how rows find their nearest partners.</summary>
public sealed record AsOfOptions
{
    /// <summary>Gets on which side of a row its partner is sought.</summary>
    public AsOfDirection Direction { get; init; } = AsOfDirection.Backward;

    /// <summary>Gets the keys that must be equal, such as the share whose price is sought. Missing ones equal nothing.</summary>
    public IReadOnlyList<MergeKey> By { get; init; } = [];

    /// <summary>Gets the greatest distance of a partner, for keys that are numbers; any if null.</summary>
    public double? Tolerance { get; init; }

    /// <summary>Gets the greatest distance of a partner, for keys that are timestamps; any if null.</summary>
    public TimeSpan? TimeTolerance { get; init; }

    /// <summary>Gets a value indicating whether a row of the same key is a partner.</summary>
    public bool AllowExact { get; init; } = true;

    /// <summary>Gets a value indicating whether tables that are not sorted by the key are sorted for the search. Otherwise they are refused, since a key out of order is often a fault.</summary>
    public bool Sort { get; init; }

    /// <summary>Gets what is appended to the names of the left table's columns that the right table has too.</summary>
    public string LeftSuffix { get; init; } = "_x";

    /// <summary>Gets what is appended to the names of the right table's columns that the left table has too.</summary>
    public string RightSuffix { get; init; } = "_y";
}
