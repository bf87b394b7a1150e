namespace Modelyard.Trees.Growing;

/// <summary>Represents how many trees grow, and on which rows.</summary>
internal sealed record ForestSettings
{
    public int Trees { get; init; } = 1;

    /// <summary>Gets a value indicating whether a tree draws its rows with replacement.</summary>
    public bool Bootstrap { get; init; }

    /// <summary>Gets the share of the rows that a tree draws.</summary>
    public double SampleShare { get; init; } = 1;

    /// <summary>Gets a value indicating whether the rows that a tree did not see are remembered.</summary>
    public bool KeepOutOfBag { get; init; }
}
