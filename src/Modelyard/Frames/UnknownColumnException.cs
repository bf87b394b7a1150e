namespace Modelyard.Frames;

/// <summary>The exception that is thrown when a table has no column of the name asked for.</summary>
public sealed class UnknownColumnException : ModelyardException
{
    /// <summary>Initializes the exception for a name and the names that there are.</summary>
    /// <param name="name">The name asked for.</param>
    /// <param name="known">The names of the table's columns.</param>
    public UnknownColumnException(string name, IEnumerable<string> known)
        : base(Describe(name, known, out string? nearest))
    {
        Name = name;
        Nearest = nearest;
    }

    /// <summary>Initializes the exception for a name that one of several tables lacks.</summary>
    /// <param name="name">The name asked for.</param>
    /// <param name="known">The names of the table's columns.</param>
    /// <param name="table">What tells the table from the others, such as 'left'.</param>
    internal UnknownColumnException(string name, IEnumerable<string> known, string table)
        : base(Describe(name, known, out string? nearest, table + " "))
    {
        Name = name;
        Nearest = nearest;
    }

    /// <summary>Gets the name asked for.</summary>
    public string Name { get; }

    /// <summary>Gets the name of the table's column that is spelled most like it, or null if the table has none.</summary>
    public string? Nearest { get; }

    private static string Describe(string name, IEnumerable<string> known, out string? nearest, string which = "")
    {
        nearest = Spelling.Nearest(name, known.Take(10_000));
        return nearest is null
            ? $"The column '{name}' is not in the {which}table, which has no columns."
            : $"The column '{name}' is not in the {which}table. The nearest is '{nearest}'.";
    }
}
