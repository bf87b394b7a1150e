namespace Modelyard.Frames.Lineage;

/// <summary>Represents a verb that a table came out of, with the tables that went in: a node of the graph of its lineage.</summary>
/// <remarks>A step holds names and texts, never cells, so that keeping the lineage of a table keeps no other table in memory.</remarks>
public sealed class LineageStep
{
    private static readonly Dictionary<string, ColumnOrigin[]> NothingTold = new(StringComparer.Ordinal);

    private readonly IReadOnlyDictionary<string, ColumnOrigin[]> _origins;
    private HashSet<string>? _names;

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
        _origins = origins ?? NothingTold;
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

    /// <summary>Creates the same step of a table of so many rows: of one that was written chunk by chunk, and counted only then.</summary>
    /// <param name="rows">The number of rows that came out.</param>
    /// <returns>The step.</returns>
    public LineageStep WithRows(long rows) => new(Verb, Parameters, Inputs, Columns, rows, _origins, Source) { IsKept = IsKept, AddsColumns = AddsColumns };

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

    /// <summary>Gets a value indicating whether the step adds columns, so that it and the next such step are one.</summary>
    internal bool AddsColumns { get; init; }

    /// <summary>Finds the columns of the inputs that a column was made of.</summary>
    /// <param name="column">The name of a column that came out.</param>
    /// <returns>The columns: those that the verb tells, or else the column of the same name of the first input that has one. None of a column that was read or made of nothing.</returns>
    /// <exception cref="UnknownColumnException">No such column came out.</exception>
    public IReadOnlyList<ColumnOrigin> OriginsOf(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (_origins.TryGetValue(column, out ColumnOrigin[]? told))
        {
            return told;
        }

        if (!Has(column))
        {
            throw new UnknownColumnException(column, Columns);
        }

        LineageStep? input = Inputs.FirstOrDefault(one => one.Has(column));
        return input is null ? [] : [new ColumnOrigin(input, column)];
    }

    /// <summary>Finds the columns of sources, or of tables made in memory, that a column goes back to.</summary>
    /// <param name="column">The name of a column that came out.</param>
    /// <returns>The columns, each once, in the order in which they are met.</returns>
    /// <exception cref="UnknownColumnException">No such column came out.</exception>
    public IReadOnlyList<ColumnOrigin> SourcesOf(string column) => Walk(column, []);

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

    /// <summary>Determines whether a column came out.</summary>
    internal bool Has(string column) => LazyInitializer.EnsureInitialized(ref _names, () => new HashSet<string>(Columns, StringComparer.Ordinal)).Contains(column);

    /// <summary>Creates the step of a verb that was made of others: it stands for them all, back to the tables that went in.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="parameters">What the verb was told.</param>
    /// <param name="inputs">The steps that the tables came out of that went in.</param>
    internal LineageStep As(string verb, IReadOnlyList<KeyValuePair<string, string>> parameters, LineageStep[] inputs)
    {
        if (Inputs.SequenceEqual(inputs))
        {
            return new LineageStep(verb, parameters, inputs, Columns, Rows, _origins);
        }

        Dictionary<string, ColumnOrigin[]> told = new(Columns.Count, StringComparer.Ordinal);
        foreach (string column in Columns)
        {
            told.Add(column, [.. Walk(column, inputs).Where(origin => inputs.Contains(origin.Step))]);
        }

        return new LineageStep(verb, parameters, inputs, Columns, Rows, told);
    }

    /// <summary>Creates the step after this one that adds columns or replaces them; if this one does so too, the two are one step.</summary>
    /// <param name="columns">The names of the columns that come out.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="added">The names of the columns with what they are computed as and of which columns; null if that is not known, so that one that was there before comes from itself.</param>
    /// <remarks>Columns that are added in a loop would otherwise make a step each, with the names of all columns in each.</remarks>
    internal LineageStep Adding(string[] columns, long rows, IReadOnlyList<(string Name, string? Text, IReadOnlyList<string>? From)> added)
    {
        // What a column is made of would be lost if it were made of one that this step makes of nothing.
        bool isOne = AddsColumns && added.All(one => one.From is null || one.From.All(from => !_origins.TryGetValue(from, out ColumnOrigin[]? told) || told.Length > 0));
        LineageStep before = isOne ? Inputs[0] : this;
        Dictionary<string, ColumnOrigin[]> told = isOne ? new(_origins, StringComparer.Ordinal) : new(StringComparer.Ordinal);
        var parameters = isOne ? Parameters.ToList() : [];
        foreach ((string name, string? text, IReadOnlyList<string>? from) in added)
        {
            if (from is not null)
            {
                told[name] = isOne ? [.. from.SelectMany(OriginsOf).Distinct()] : [.. from.Select(column => new ColumnOrigin(this, column))];
            }
            else if (!before.Has(name))
            {
                told.TryAdd(name, []);
            }

            parameters.RemoveAll(parameter => parameter.Key == name);
            parameters.Add(KeyValuePair.Create(name, LineageText.Cut(text ?? "computed")));
        }

        return new LineageStep("with", parameters, [before], columns, rows, told) { AddsColumns = true };
    }

    /// <summary>Joins the steps of parts of one table.</summary>
    /// <returns>One step for all; null if they were not made alike.</returns>
    internal static LineageStep? Join(IReadOnlyList<LineageStep> parts, long? rows)
    {
        LineageStep first = parts[0];
        if (parts.All(part => part == first))
        {
            // The parts share the step of the whole table, as chunks of a file do.
            return first;
        }

        if (parts.Any(part => part.Verb != first.Verb || part.Source != first.Source || part.Inputs.Count != first.Inputs.Count
            || !part.Parameters.SequenceEqual(first.Parameters) || !part.Columns.SequenceEqual(first.Columns, StringComparer.Ordinal)))
        {
            return null;
        }

        var inputs = new LineageStep[first.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (Join([.. parts.Select(part => part.Inputs[i])], null) is not { } input)
            {
                return null;
            }

            inputs[i] = input;
        }

        var told = first._origins.ToDictionary(
            one => one.Key, one => Array.ConvertAll(one.Value, origin => origin with { Step = inputs[first.Inputs.ToList().IndexOf(origin.Step)] }), StringComparer.Ordinal);
        return new LineageStep(first.Verb, first.Parameters, inputs, first.Columns, rows, told, first.Source);
    }

    /// <inheritdoc/>
    public override string ToString() => Source is { } source
        ? $"{Verb} {source.Name}"
        : $"{Verb}({string.Join(", ", Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"))})";

    /// <summary>Finds the columns that a column goes back to, at given steps or at the first.</summary>
    private List<ColumnOrigin> Walk(string column, LineageStep[] ends)
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

            IReadOnlyList<ColumnOrigin> origins = ends.Contains(one.Step) ? [] : one.Step.OriginsOf(one.Column);
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
}
