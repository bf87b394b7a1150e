using Modelyard.Learning;

namespace Modelyard.Monitoring;

/// <summary>Says into which bins or levels the cells of a column are counted, such that counts of any time, part or machine can be compared and added up.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Kind">How its cells are read.</param>
public sealed record ColumnGrid(string Name, FeatureKind Kind)
{
    /// <summary>Gets the inner borders of the bins of numbers, ascending: bin i holds the values above border i - 1 and up to border i. Of a number of few values those values: bin i holds value i.</summary>
    public IReadOnlyList<double> Borders { get; init; } = [];

    /// <summary>Gets a value indicating whether the column is a number of few values, each with a bin of its own.</summary>
    public bool IsDiscrete { get; init; }

    /// <summary>Gets the levels of a category, or <c>false</c> and <c>true</c>; empty for every other kind.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Gets the least value of the reference; NaN if there is none.</summary>
    public double Minimum { get; init; } = double.NaN;

    /// <summary>Gets the greatest value of the reference; NaN if there is none.</summary>
    public double Maximum { get; init; } = double.NaN;

    /// <summary>Gets a value indicating whether the cells are levels, which have no order: of a category or a truth value.</summary>
    public bool IsCategory => Kind is FeatureKind.Categorical or FeatureKind.Boolean;

    /// <summary>Gets a value indicating whether cells are one of few values, so that shares are compared value by value.</summary>
    public bool HasLevels => IsCategory || IsDiscrete;

    /// <summary>Gets the number of bins or levels.</summary>
    public int Count => IsCategory ? Levels.Count : IsDiscrete ? Borders.Count : double.IsNaN(Minimum) ? 0 : Borders.Count + 1;

    /// <inheritdoc/>
    public bool Equals(ColumnGrid? other) => other is not null && Name == other.Name && Kind == other.Kind && IsDiscrete == other.IsDiscrete
        && Minimum.Equals(other.Minimum) && Maximum.Equals(other.Maximum) && Borders.SequenceEqual(other.Borders) && Levels.SequenceEqual(other.Levels, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Kind, IsDiscrete, Minimum, Maximum, Borders.Count, Levels.Count);
}
