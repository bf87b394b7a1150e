using Modelyard.Frames.Validation.Checks;
using Modelyard.Frames.Validation.Coercion;

namespace Modelyard.Frames.Validation.Records;

/// <summary>Gathers records to a table of the kinds of a schema, so that the checks of tables check them, and tells of what does not fit.</summary>
internal sealed class RecordTable
{
    private readonly SchemaPlan _plan;
    private readonly ValidationRun _run;
    private readonly bool _isCoercing;
    private readonly List<Label>[] _cells;
    private readonly bool[] _isSet;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<(int Column, int Row)> _excused = [];
    private readonly HashSet<int> _failed = [];
    private int _rows;

    public RecordTable(SchemaPlan plan, ValidationOptions options, Func<long, string?, string> paths)
    {
        _plan = plan;
        _isCoercing = options.Coerce;
        _run = new ValidationRun(plan, options, plan.Columns.ToDictionary(column => column.Schema.Name, column => KindOf(column.Schema), StringComparer.Ordinal), null, paths);
        _cells = Array.ConvertAll(plan.Columns, _ => new List<Label>());
        _isSet = new bool[plan.Columns.Length];
    }

    /// <summary>Gets the number of records.</summary>
    public int Count => _rows;

    /// <summary>Checks records of C#.</summary>
    public static ValidationReport Check(SchemaPlan plan, IReadOnlyDictionary<string, object?> record, ValidationOptions options)
    {
        var table = new RecordTable(plan, options, (_, column) => JsonPath.Of(null, column, plan));
        foreach ((string name, object? value) in record)
        {
            table.Set(name, value);
        }

        table.EndRecord();
        return table.Finish();
    }

    /// <summary>Sets a property of the record that is being read.</summary>
    public void Set(string name, object? value)
    {
        if (!_names.Add(name))
        {
            TellFormat($"The property '{name}' occurs twice and must occur once.");
            return;
        }

        if (!_plan.Positions.TryGetValue(name, out int column))
        {
            if (_run.Extra is { } extra)
            {
                string nearest = Spelling.Nearest(name, _plan.Positions.Keys.Where(known => !_names.Contains(known))) is { } known ? $" The nearest that is missing is '{known}'." : string.Empty;
                extra.AddColumn(name, _rows + 1, $"The property '{name}' is not in the schema and must not be there.{nearest}");
                Fail(extra);
            }

            return;
        }

        _isSet[column] = true;
        _cells[column].Add(Fit(column, value));
    }

    /// <summary>Tells that what stands where a record must stand is none.</summary>
    public void TellFormat(string message)
    {
        _run.RecordFormat!.AddOne(_rows + 1, null, message);
        Fail(_run.RecordFormat);
    }

    /// <summary>Ends the record that is being read.</summary>
    /// <param name="isObject">False if it is none, which was told of.</param>
    public void EndRecord(bool isObject = true)
    {
        for (int column = 0; column < _cells.Length; column++)
        {
            if (_isSet[column])
            {
                continue;
            }

            if (isObject && _run.Columns[column].Absent is { } absent)
            {
                absent.AddOne(_rows + 1, null);
                Fail(absent);
            }

            _cells[column].Add(Label.Missing);
            _excused.Add((column, _rows));
        }

        Array.Clear(_isSet);
        _names.Clear();
        _rows++;
    }

    /// <summary>Checks all records.</summary>
    public ValidationReport Finish()
    {
        Dictionary<string, ulong[]> excused = [];
        foreach ((int column, int row) in _excused)
        {
            string name = _plan.Columns[column].Schema.Name;
            if (!excused.TryGetValue(name, out ulong[]? words))
            {
                excused.Add(name, words = new ulong[Validity.Words(_rows)]);
            }

            words[row >> 6] |= 1UL << (row & 63);
        }

        ulong[] failed = new ulong[Validity.Words(_rows)];
        foreach (int row in _failed)
        {
            failed[row >> 6] |= 1UL << (row & 63);
        }

        _run.Add(Frame.Of(_cells.Select((cells, column) => Build(_plan.Columns[column].Schema, cells))), excused);
        _run.MarkFailed(failed);
        return _run.Finish();
    }

    // A level of its own for each record would be no category.
    private static ColumnKind KindOf(ColumnSchema schema) => schema.Kind == ColumnKind.Category ? ColumnKind.Text : schema.Kind;

    private static Column Build(ColumnSchema schema, List<Label> cells)
    {
        string name = schema.Name;
        var validity = new Validity([.. cells.Select(cell => !cell.IsMissing)]);
        return schema.Kind switch
        {
            ColumnKind.Integer => new IntegerColumn(name, [.. cells.Select(cell => cell.Value is long value ? value : 0)], validity),
            ColumnKind.Double => new DoubleColumn(name, [.. cells.Select(cell => cell.Value is double value ? value : double.NaN)]),
            ColumnKind.Boolean => new BooleanColumn(name, [.. cells.Select(cell => cell.Value is true)], validity),
            ColumnKind.Timestamp => new TimestampColumn(name, [.. cells.Select(cell => cell.Value is DateTime time ? time.Ticks : 0)], cells.Exists(cell => cell.Value is DateTime { Kind: DateTimeKind.Utc }), validity),
            _ => new TextColumn(name, cells.Select(cell => cell.Value as string)),
        };
    }

    private Label Fit(int column, object? value)
    {
        ColumnRun run = _run.Columns[column];
        ColumnKind kind = run.Plan.Schema.Kind;
        bool isCell = RecordValue.TryRead(value, out Label cell);
        if (isCell && (cell.IsMissing || RecordValue.TryFit(cell, kind, out cell)))
        {
            return cell;
        }

        if (!isCell || !_isCoercing || ColumnCoercion.Convert(Original(value).ToColumn(run.Plan.Schema.Name), kind) is not { } converted)
        {
            string found = RecordValue.NameKind(value), text = value is Array or System.Collections.IEnumerable and not string ? found : value?.ToString() ?? found;
            run.Kind.AddOne(_rows + 1, text, $"The value '{text}' is of the kind '{found}', and the kind must be '{kind.ToString().ToLowerInvariant()}'.");
            Fail(run.Kind);
        }
        else if (converted.Unreadable is not null || converted.Lossy is not null)
        {
            Tally tally = (converted.Lossy is null ? run.Format : run.Lossy)!;
            tally.AddOne(_rows + 1, Original(value).ToString());
            Fail(tally);
        }
        else
        {
            return Label.Of(converted.Column, 0);
        }

        _excused.Add((column, _rows));
        return Label.Missing;
    }

    private static Label Original(object? value) => RecordValue.TryRead(value, out Label cell) ? cell : Label.Missing;

    private void Fail(Tally tally)
    {
        if (tally.Identity.Severity == Severity.Error)
        {
            _failed.Add(_rows);
        }
    }
}
