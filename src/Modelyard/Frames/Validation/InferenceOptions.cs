namespace Modelyard.Frames.Validation;

/// <summary>Represents what is inferred of a table, and how cautiously.</summary>
public sealed record InferenceOptions
{
    /// <summary>Gets by how much ranges are wider than the values seen: a share of their span, 0 for exactly what was seen; null infers no ranges.</summary>
    /// <remarks>What was not negative stays so. Of times only the earliest is bounded, since later ones are to be expected.</remarks>
    public double? RangeMargin { get; init; } = 0.1;

    /// <summary>Gets the greatest number of different texts that are taken for a closed set; zero for no sets. Each must occur in five rows on average.</summary>
    public int MaxLevels { get; init; } = 20;

    /// <summary>Gets a value indicating whether texts that look like codes get a pattern.</summary>
    public bool Patterns { get; init; } = true;

    /// <summary>Gets a value indicating whether columns whose values all differ, and whose name is that of a key, are to be unique.</summary>
    public bool Unique { get; init; } = true;

    /// <summary>Gets the memory that the search for repeated values may take for each column, in bytes; a column that needs more is not taken for unique.</summary>
    public long UniqueMemory { get; init; } = 256 << 20;

    /// <summary>Gets what ends the work early.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Refuses what cannot be meant.</summary>
    /// <exception cref="ModelyardException">A value is out of its range.</exception>
    internal void Check()
    {
        ValidationOptions.Require(nameof(MaxLevels), MaxLevels, 0);
        ValidationOptions.Require(nameof(UniqueMemory), UniqueMemory, 1);
        if (RangeMargin is { } margin && !(margin >= 0 && double.IsFinite(margin)))
        {
            throw new ModelyardException(FormattableString.Invariant($"RangeMargin is '{margin}' and must be 0 or greater, and finite."));
        }
    }
}
