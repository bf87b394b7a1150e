namespace Modelyard.Frames;

/// <summary>Names the rank that equal cells get.</summary>
public enum RankMethod
{
    /// <summary>The mean of the ranks that they would have if they differed.</summary>
    Average,

    /// <summary>The least of them.</summary>
    Minimum,

    /// <summary>The greatest of them.</summary>
    Maximum,

    /// <summary>Each its own, in the order of the table.</summary>
    First,

    /// <summary>One rank, and the next cell gets the next.</summary>
    Dense,
}
