using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Represents a query whose columns are known and whose rows can be read once, in order.</summary>
internal abstract class RowSource : IDisposable
{
    protected RowSource(string database, DatabaseReadOptions options)
    {
        Database = database;
        Options = options;
    }

    /// <summary>Gets what was understood of the columns.</summary>
    public IReadOnlyList<SourceColumn> Columns { get; private set; } = [];

    /// <summary>Gets a value indicating whether the rows showed that columns were misunderstood. <see cref="Settle"/> mends it, and the rows are read from the first again.</summary>
    public virtual bool IsRefuted => false;

    protected string Database { get; }

    protected DatabaseReadOptions Options { get; }

    protected CellGatherer[] Cells { get; private set; } = [];

    private CellProblems Problems { get; set; } = new("");

    /// <summary>Finds the kinds of columns whose type does not say them, by a pass over the rows.</summary>
    public virtual void Settle()
    {
    }

    /// <summary>Reads rows.</summary>
    /// <param name="rows">The greatest number of rows.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The rows, or null if there are no more; a frame without rows if there were none at all and it is the first call.</returns>
    public Frame? Read(int rows, CancellationToken cancellation)
    {
        Fill(rows, cancellation);
        if (IsRefuted)
        {
            return null;
        }

        Problems.ThrowIfAny();
        bool isEnd = Cells[0].Count == 0 && WasRead;
        WasRead = true;
        return isEnd ? null : Frame.Of(Cells.Select(cells => cells.Build()));
    }

    public abstract void Dispose();

    protected bool WasRead { get; set; }

    /// <summary>Reads up to a number of rows into the cells.</summary>
    protected abstract void Fill(int rows, CancellationToken cancellation);

    /// <summary>Takes in the columns, with the kinds that the caller wants.</summary>
    protected void Understand(IEnumerable<SourceColumn> columns)
    {
        Columns = [.. columns.Select(column => Options.Kinds.TryGetValue(column.Name, out ColumnKind kind) && kind != column.Kind ? column with { Kind = kind, Note = $"read as {kind} because that was asked for" } : column)];
        if (Columns.Count == 0)
        {
            throw new DatabaseException($"{Database}: The query gives no columns. It must be one that gives rows, such as a SELECT.");
        }

        if (Columns.FirstOrDefault(column => column.Name.Length == 0) is not null)
        {
            throw new DatabaseException($"{Database}: A column of the query has no name. Give it one with AS.");
        }

        if (Columns.GroupBy(column => column.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new DatabaseException($"{Database}: The query gives '{twice.Count()}' columns of the name '{twice.Key}' and each must have its own. Give them names with AS.");
        }

        if (Options.Kinds.Keys.FirstOrDefault(name => Columns.All(column => column.Name != name)) is { } unknown)
        {
            throw new UnknownColumnException(unknown, Columns.Select(column => column.Name));
        }

        Problems = new CellProblems(Database);
        Cells = [.. Columns.Select(column => new CellGatherer(column.Name, column.Kind, IsUtc(column), Problems))];
    }

    /// <summary>Says whether the times of a column are UTC, or null if the first of them says it.</summary>
    protected virtual bool? IsUtc(SourceColumn column) => column.IsUtc;
}
