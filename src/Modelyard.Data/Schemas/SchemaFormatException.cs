namespace Modelyard.Data.Schemas;

/// <summary>The exception that is thrown when a text cannot be read as the schema of a table.</summary>
public sealed class SchemaFormatException : ModelyardException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="source">The path of the file, or what else the text was read from.</param>
    /// <param name="problems">The problems, at least one, in the order of the text.</param>
    public SchemaFormatException(string source, IReadOnlyList<SchemaProblem> problems)
        : base(Describe(source, problems)) => Problems = problems;

    /// <summary>Gets the problems, in the order of the text.</summary>
    public IReadOnlyList<SchemaProblem> Problems { get; }

    private static string Describe(string source, IReadOnlyList<SchemaProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return problems.Count == 1
            ? $"{source}: {problems[0]}"
            : FormattableString.Invariant($"{source} has {problems.Count:N0} problems.\n  {string.Join("\n  ", problems)}");
    }
}
