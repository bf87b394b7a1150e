namespace Modelyard.Data.Schemas;

/// <summary>Gathers what is wrong in the text of a schema.</summary>
/// <param name="source">What the text is called.</param>
internal sealed class SchemaProblems(string source)
{
    private const int Most = 50;

    private readonly List<SchemaProblem> _problems = [];

    /// <summary>Adds a problem.</summary>
    /// <param name="at">The part at fault.</param>
    /// <param name="message">What is wrong and what must be.</param>
    public void Add(YamlNode at, string message) => Add(at.Line, at.Column, message);

    /// <summary>Adds a problem.</summary>
    public void Add(long line, long column, string message)
    {
        _problems.Add(new SchemaProblem(line, column, message));
        if (_problems.Count == Most)
        {
            Throw();
        }
    }

    /// <summary>Ends the reading if there is a problem.</summary>
    /// <exception cref="SchemaFormatException">There is one.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
        {
            Throw();
        }
    }

    private void Throw() => throw new SchemaFormatException(source, [.. _problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)]);
}
