namespace Modelyard.Learning;

/// <summary>Describes one feature: its name, its kind and, if it is a category or a text, its levels.</summary>
/// <param name="Name">The name, unique within its schema.</param>
/// <param name="Kind">How its numbers are to be read.</param>
public sealed record Feature(string Name, FeatureKind Kind = FeatureKind.Numeric)
{
    /// <summary>Gets the levels of a categorical feature in the order of their codes, or the terms of a text; empty for every other kind.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Gets a value indicating whether the feature's numbers are codes of levels.</summary>
    public bool IsCategorical => Kind == FeatureKind.Categorical;

    /// <inheritdoc/>
    public bool Equals(Feature? other) =>
        other is not null && Name == other.Name && Kind == other.Kind && Levels.SequenceEqual(other.Levels, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Kind, Levels.Count);
}
