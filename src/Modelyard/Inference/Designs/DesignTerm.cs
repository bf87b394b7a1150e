namespace Modelyard.Inference;

/// <summary>Represents a feature of a regression, or a product of several, and the columns of the design that it became.</summary>
/// <param name="Name">The name of the feature; of a product those of its features, as in <c>dose:group</c>; 'const' for the intercept.</param>
/// <param name="First">The zero-based position of its first column.</param>
/// <param name="Count">The number of its columns.</param>
public sealed record DesignTerm(string Name, int First, int Count)
{
    /// <summary>Gets the columns of the table that take part: one for a feature, several for a product, none for the intercept.</summary>
    public IReadOnlyList<string> Features => [.. Products.SelectMany(product => product.Columns).Select(column => column.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>Gets the levels of a category, the reference first; none for a number or a product.</summary>
    public IReadOnlyList<string> Levels => Products is [{ Columns: [var only] }] ? only.Levels : [];

    /// <summary>Gets a value indicating whether the term is a category.</summary>
    public bool IsCategory => Levels.Count > 0;

    /// <summary>Gets what its columns are, in order.</summary>
    internal IReadOnlyList<CodedProduct> Products { get; init; } = [];

    /// <summary>Gets a value indicating whether columns of it add up to 1 in every row.</summary>
    internal bool SpansConstant => Products.Any(product => product.SpansConstant);

    /// <summary>Lists the names of the columns: that of the feature, or the feature and a level as in <c>island[Dream]</c>, or several of these as in <c>island[Dream]:sex[male]</c>.</summary>
    /// <returns>One name a column.</returns>
    public IEnumerable<string> ColumnNames() => Products.Count == 0 ? [Name] : Products.SelectMany(product => product.ColumnNames());

    /// <summary>Determines whether another term is a product of all that this one is of, and more.</summary>
    internal bool IsPartOf(DesignTerm other)
    {
        HashSet<(string, int)> own = Factors(), others = other.Factors();
        return own.Count > 0 && own.IsProperSubsetOf(others);
    }

    private HashSet<(string Name, int Power)> Factors() => [.. Products.SelectMany(product => product.Columns).Select(column => (column.Name, column.Power))];
}
