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

    /// <summary>Gets the name asked for.</summary>
    public string Name { get; }

    /// <summary>Gets the name of the table's column that is spelled most like it, or null if the table has none.</summary>
    public string? Nearest { get; }

    private static string Describe(string name, IEnumerable<string> known, out string? nearest)
    {
        nearest = Spelling.Nearest(name, known.Take(10_000));
        return nearest is null
            ? $"The column '{name}' is not in the table, which has no columns."
            : $"The column '{name}' is not in the table. The nearest is '{nearest}'.";
    }
}
