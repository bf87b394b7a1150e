using System.Globalization;

namespace Modelyard.Data.Databases;

/// <summary>Gathers the cells of a query that a frame cannot hold, up to a few.</summary>
internal sealed class CellProblems(string database)
{
    private const int Most = 10;
    private readonly List<string> _problems = [];

    public void Add(string column, long row, string message)
    {
        _problems.Add(string.Create(CultureInfo.InvariantCulture, $"row {row}, column {column}: {message}"));
        if (_problems.Count == Most)
        {
            Throw();
        }
    }

    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
        {
            Throw();
        }
    }

    private void Throw() => throw new DatabaseException(
        $"{database}: {(_problems.Count == Most ? $"{Most} cells or more" : _problems.Count == 1 ? "A cell" : $"{_problems.Count} cells")} cannot be read as the kind of their column. Say another with 'Kinds', as Text, or convert them in the query.\n  {string.Join("\n  ", _problems)}");
}
