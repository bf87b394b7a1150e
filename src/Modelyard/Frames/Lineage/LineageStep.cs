namespace Modelyard.Frames.Lineage;

/// <summary>Represents a verb that a table came out of, with the tables that went in: a node of the graph of its lineage.</summary>
/// <remarks>A step holds names and texts, never cells, so that keeping the lineage of a table keeps no other table in memory.</remarks>
public sealed class LineageStep
{
    private readonly IReadOnlyDictionary<string, ColumnOrigin[]> _origins;

    /// <summary>Initializes a step.</summary>
    /// <param name="verb">The verb, such as 'merge'.</param>
    /// <param name="parameters">What the verb was told, by name.</param>
    /// <param name="inputs">The steps that the tables came out of that went in.</param>
    /// <param name="columns">The names of the columns that came out.</param>
    /// <param name="rows">The number of rows that came out.</param>
    /// <param name="origins">Of columns whose name does not tell where they come from, the columns of the inputs; none of a column that is made of nothing.</param>
    /// <param name="source">Of a step that reads, what was read.</param>
    internal LineageStep(
        string verb,
        IReadOnlyList<KeyValuePair<string, string>> parameters,
        IReadOnlyList<LineageStep> inputs,
        IReadOnlyList<string> columns,
        long? rows,
        IReadOnlyDictionary<string, ColumnOrigin[]>? origins = null,
        LineageSource? source = null)
    {
        Verb = verb;
        Parameters = parameters;
        Inputs = inputs;
        Columns = columns;
        Rows = rows;
        Source = source;
        _origins = origins ?? new Dictionary<string, ColumnOrigin[]>(StringComparer.Ordinal);
    }

    /// <summary>Creates the step of a verb of one's own.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="parameters">What the verb was told, by name.</param>
    /// <param name="inputs">The steps that the tables came out of that went in.</param>
    /// <param name="columns">The names of the columns that came out; one that an input has too comes from there.</param>
    /// <param name="rows">The number of rows that came out; null if they were not counted.</param>
    /// <returns>The step.</returns>
    public static LineageStep Of(string verb, IReadOnlyList<KeyValuePair<string, string>> parameters, IReadOnlyList<LineageStep> inputs, IEnumerable<string> columns, long? rows)
    {
        ArgumentException.ThrowIfNullOrEmpty(verb);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(inputs);
        return new LineageStep(verb, parameters, inputs, [.. columns], rows);
    }

    /// <summary>Gets the verb, such as 'merge'.</summary>
    public string Verb { get; }

    /// <summary>Gets what the verb was told, by name, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; }

    /// <summary>Gets the steps that the tables came out of that went in; none of a table that was read, or made in memory.</summary>
    public IReadOnlyList<LineageStep> Inputs { get; }

    /// <summary>Gets the names of the columns that came out, in order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Gets the number of rows that came out; null if they were not counted.</summary>
    public long? Rows { get; }

    /// <summary>Gets what was read; null of a step that reads nothing.</summary>
    public LineageSource? Source { get; }

    /// <summary>Gets a value indicating whether the step was read from a file beside a table, so that what is made of the table keeps such a file too.</summary>
    internal bool IsKept { get; init; }

    /// <summary>Finds the columns of the inputs that a column was made of.</summary>
    /// <param name="column">The name of a column that came out.</param>
    /// <returns>The columns: those that the verb tells, or else the column of the same name of the first input that has one. None of a column that was read or made of nothing.</returns>
    /// <exception cref="UnknownColumnException">No such column came out.</exception>
    public IReadOnlyList<ColumnOrigin> OriginsOf(string column)
    {
        if (!Columns.Contains(column, StringComparer.Ordinal))
        {
            throw new UnknownColumnException(column, Columns);
        }

        if (_origins.TryGetValue(column, out ColumnOrigin[]? told))
        {
            return told;
        }

        LineageStep? input = Inputs.FirstOrDefault(one => one.Columns.Contains(column, StringComparer.Ordinal));
        return input is null ? [] : [new ColumnOrigin(input, column)];
    }

    /// <summary>Finds the columns of sources, or of tables made in memory, that a column goes back to.</summary>
    /// <param name="column">The name of a column that came out.</param>
    /// <returns>The columns, each once, in the order in which they are met.</returns>
    /// <exception cref="UnknownColumnException">No such column came out.</exception>
    public IReadOnlyList<ColumnOrigin> SourcesOf(string column)
    {
        List<ColumnOrigin> found = [];
        HashSet<ColumnOrigin> seen = [];
        var waiting = new Stack<ColumnOrigin>([new ColumnOrigin(this, column)]);
        while (waiting.TryPop(out ColumnOrigin? one))
        {
            if (!seen.Add(one))
            {
                continue;
            }

            IReadOnlyList<ColumnOrigin> origins = one.Step.OriginsOf(one.Column);
            if (origins.Count == 0)
            {
                found.Add(one);
            }

            foreach (ColumnOrigin origin in origins.Reverse())
            {
                waiting.Push(origin);
            }
        }

        return found;
    }

    /// <summary>Lists this step and all before it, each once, those that go in before those that they go into.</summary>
    /// <returns>The steps; this one is the last.</returns>
    public IReadOnlyList<LineageStep> History()
    {
        List<LineageStep> steps = [];
        HashSet<LineageStep> seen = [];

        // A walk in depth that keeps its own stack: a step is listed when it is met for the second time, after its inputs.
        var waiting = new Stack<(LineageStep Step, bool IsDone)>([(this, false)]);
        while (waiting.TryPop(out (LineageStep Step, bool IsDone) top))
        {
            if (top.IsDone)
            {
                steps.Add(top.Step);
            }
            else if (seen.Add(top.Step))
            {
                waiting.Push((top.Step, true));
                foreach (LineageStep input in top.Step.Inputs.Reverse())
                {
                    waiting.Push((input, false));
                }
            }
        }

        return steps;
    }

    /// <inheritdoc/>
    public override string ToString() => Source is { } source
        ? $"{Verb} {source.Name}"
        : $"{Verb}({string.Join(", ", Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"))})";
}
