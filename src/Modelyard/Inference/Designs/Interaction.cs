namespace Modelyard.Inference;

/// <summary>Represents a product of columns that a regression weighs beside the columns themselves.</summary>
/// <remarks>
/// Of two numbers it is their product, of a number and a category a slope for each level, of two categories a column for each pair of levels; a column of numbers that is named
/// several times is taken to that power. Immutable and safe to read from any thread.
/// </remarks>
public sealed class Interaction
{
    private Interaction(IReadOnlyList<(string Name, int Power)> factors)
    {
        Factors = factors;
        Name = string.Join(':', factors.Select(factor => TermName.Of(factor.Name, factor.Power, isAlone: false)));
    }

    /// <summary>Gets the name of the term, such as <c>dose:group</c> or <c>dose^2</c>; a column whose own name holds ':', '*', '^' or '`' stands in backticks.</summary>
    public string Name { get; }

    /// <summary>Gets the columns, each once.</summary>
    public IReadOnlyList<string> Columns => [.. Factors.Select(factor => factor.Name)];

    /// <summary>Gets the columns, each with its power.</summary>
    internal IReadOnlyList<(string Name, int Power)> Factors { get; }

    /// <summary>Creates the product of columns.</summary>
    /// <param name="columns">The names of two columns or more; numbers may be named again for a power.</param>
    /// <returns>A new interaction.</returns>
    /// <exception cref="ArgumentException">There are fewer than two names, or a name is empty.</exception>
    public static Interaction Of(params IEnumerable<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        string[] names = [.. columns];
        if (names.Length < 2 || names.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException($"The interaction has the columns {string.Join(", ", names.Select(name => $"'{name}'"))} and must have two or more, each with a name.", nameof(columns));
        }

        return new Interaction([.. names.GroupBy(name => name, StringComparer.Ordinal).Select(group => (group.Key, group.Count()))]);
    }

    /// <summary>Creates the products of all choices of two columns or more: with the columns themselves, a full crossing.</summary>
    /// <param name="columns">The names of two columns or more, each once.</param>
    /// <returns>The interactions, those of fewer columns first.</returns>
    /// <exception cref="ArgumentException">There are fewer than two names or more than 16, or one is there twice.</exception>
    public static IReadOnlyList<Interaction> Crossed(params IEnumerable<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        string[] names = [.. columns];
        if (names.Length is < 2 or > RegressionTerms.MostCrossed || names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            throw new ArgumentException($"'{names.Length}' columns are to be crossed: there must be from 2 to '{RegressionTerms.MostCrossed}', each named once.", nameof(columns));
        }

        return [.. Enumerable.Range(1, (1 << names.Length) - 1)
            .Select(choice => names.Where((_, place) => (choice & (1 << place)) != 0).ToArray())
            .Where(chosen => chosen.Length > 1)
            .OrderBy(chosen => chosen.Length)
            .Select(chosen => Of(chosen))];
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Determines whether another interaction is of the same columns, in whatever order.</summary>
    internal bool IsSame(Interaction other) => Factors.Count == other.Factors.Count && Factors.All(factor => other.Factors.Contains(factor));
}
