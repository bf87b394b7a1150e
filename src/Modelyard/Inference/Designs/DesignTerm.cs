namespace Modelyard.Inference;

/// <summary>Represents a feature of a regression and the columns of the design that it became.</summary>
/// <param name="Name">The name of the feature; 'const' for the intercept.</param>
/// <param name="First">The zero-based position of its first column.</param>
/// <param name="Count">The number of its columns.</param>
public sealed record DesignTerm(string Name, int First, int Count)
{
    /// <summary>Gets the levels of a category, the reference first, which has no column; none for a number.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Gets a value indicating whether the term is a category.</summary>
    public bool IsCategory => Levels.Count > 0;

    /// <summary>Lists the names of the columns: that of the feature, or the feature and a level as in <c>island[Dream]</c>.</summary>
    /// <returns>One name a column.</returns>
    public IEnumerable<string> ColumnNames() => IsCategory ? Levels.Skip(1).Select(level => $"{Name}[{level}]") : [Name];
}
