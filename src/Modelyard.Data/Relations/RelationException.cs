namespace Modelyard.Data.Relations;

/// <summary>The exception that is thrown when rows violate keys or references.</summary>
public sealed class RelationException : ModelyardException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="problems">What is wrong, at least one.</param>
    public RelationException(IReadOnlyList<RelationProblem> problems)
        : base(string.Join(Environment.NewLine, problems.Take(20).Select(problem => problem.Message)))
        => Problems = problems;

    /// <summary>Gets what is wrong.</summary>
    public IReadOnlyList<RelationProblem> Problems { get; }
}
