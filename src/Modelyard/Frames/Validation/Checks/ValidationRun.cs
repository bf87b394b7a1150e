using System.Globalization;
using Modelyard.Frames.Validation.Coercion;
using Modelyard.Frames.Validation.Keys;
using Modelyard.Numerics;

namespace Modelyard.Frames.Validation.Checks;

/// <summary>Runs the checks of a schema over one table, chunk after chunk.</summary>
internal sealed partial class ValidationRun
{
    /// <summary>The rows that one thread looks at, for all checks: a multiple of 64, and few enough for their cells to stay in the cache from check to check.</summary>
    private const int PieceRows = 1 << 14;

    private readonly SchemaPlan _plan;
    private readonly ValidationOptions _options;
    private readonly List<Tally> _tallies = [];
    private readonly List<ColumnRun> _columns = [];
    private readonly List<ITableCheck> _tableChecks = [];
    private readonly List<(Tally Tally, string[] Columns, KeySet Known)> _references = [];
    private readonly List<(bool IsUpper, Tally Tally)> _rowCounts = [];
    private readonly List<(IReadOnlyList<string> Columns, Tally Tally)> _uniques = [];
    private readonly List<Tally> _invalidRules = [];
    private readonly RowFlags _failing = new();
    private readonly bool _isRecords;
    private readonly Func<long, string?, string>? _paths;

    /// <summary>Initializes a run.</summary>
    /// <param name="plan">The schema.</param>
    /// <param name="options">How the table is checked.</param>
    /// <param name="kinds">The columns of the table, in order.</param>
    /// <param name="rows">The number of rows if the table comes as one chunk; null for a stream.</param>
    /// <param name="paths">Gives where a cell stands in JSON; null for a table. Records are checked one by one, not as a table.</param>
    public ValidationRun(SchemaPlan plan, ValidationOptions options, IReadOnlyDictionary<string, ColumnKind> kinds, int? rows, Func<long, string?, string>? paths)
    {
        _plan = plan;
        _options = options;
        _paths = paths;
        _isRecords = paths is not null;
        AddColumns(kinds);
        foreach (UniqueKey key in _isRecords ? [] : plan.Schema.Keys)
        {
            AddUnique(key.Columns, key.Severity, key.Columns.Count == 1 ? "The value" : "The combination", kinds);
        }

        foreach (ReferenceRule key in plan.Schema.References)
        {
            AddReference(key, kinds);
        }

        foreach (RowRule rule in plan.Schema.Rules)
        {
            AddRule(rule, kinds, isWhole: rows is not null && !_isRecords);
        }

        AddTableChecks(kinds);
        ShareMemory(rows);
    }

    /// <summary>Gets a value indicating whether the table must be read again, because the keys of a check do not fit the memory.</summary>
    public bool IsDeferred => _tableChecks.Exists(check => check is UniqueCheck { IsDeferred: true });

    /// <summary>Gets the checks of the columns, in the order of the schema.</summary>
    public IReadOnlyList<ColumnRun> Columns => _columns;

    /// <summary>Gets what counts records that are none; null for a table.</summary>
    public Tally? RecordFormat { get; private set; }

    /// <summary>Gets what counts properties that the schema does not name; null if they may be there.</summary>
    public Tally? Extra { get; private set; }

    /// <summary>Takes in the next chunk.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="excused">Missing cells by column that another check has told of, one bit a row.</param>
    /// <returns>The chunk, converted if that was asked for.</returns>
    public Frame Add(Frame chunk, Dictionary<string, ulong[]>? excused = null)
    {
        long offset = _failing.RowCount;
        ulong[] failing = new ulong[Validity.Words(chunk.RowCount)];
        if (_options.Coerce && !_isRecords)
        {
            excused = [];
            chunk = FrameCoercion.Convert(_plan, _columns, chunk, offset, excused, failing, _options);
        }

        List<BoundMarker> markers = Bind(chunk, excused);
        Mark(markers, chunk.RowCount, offset, failing);
        Run(_tableChecks, failing, check => check.Add(chunk, offset));
        _failing.Append(failing, chunk.RowCount);
        return chunk;
    }

    /// <summary>Marks a row as failing.</summary>
    /// <param name="words">The bits of a chunk's rows that failed before the checks.</param>
    public void MarkFailed(ReadOnlySpan<ulong> words) => _failing.Add(0, words);

    /// <summary>Reads the table again for the checks whose keys did not fit the memory.</summary>
    /// <param name="chunks">The chunks, the same as before.</param>
    public void AddAgain(IEnumerable<Frame> chunks)
    {
        List<UniqueCheck> waiting = [.. _tableChecks.OfType<UniqueCheck>().Where(check => check.IsDeferred)];
        waiting.ForEach(check => check.CutKeys(_failing.RowCount));
        waiting.RemoveAll(check => !check.NextPart());
        while (waiting.Count > 0)
        {
            long offset = 0;
            int number = 0;
            foreach (Frame chunk in chunks)
            {
                _options.Cancellation.ThrowIfCancellationRequested();
                Frame converted = _options.Coerce ? FrameCoercion.Convert(_plan, [], chunk, 0, null, null, _options) : chunk;
                ulong[] failing = new ulong[Validity.Words(chunk.RowCount)];
                Run(waiting, failing, check => check.AddPart(converted, offset));
                _failing.Add(number++, failing);
                offset += chunk.RowCount;
            }

            waiting.RemoveAll(check => !check.NextPart());
        }
    }

    /// <summary>Judges the whole.</summary>
    public ValidationReport Finish()
    {
        long rows = _failing.RowCount;
        foreach (ITableCheck check in _tableChecks)
        {
            check.Finish(rows);
        }

        foreach ((bool isUpper, Tally tally) in _rowCounts)
        {
            long bound = (isUpper ? _plan.Schema.MaximumRows : _plan.Schema.MinimumRows)!.Value;
            if (isUpper ? rows > bound : rows < bound)
            {
                tally.AddWhole(rows.ToString(CultureInfo.InvariantCulture));
            }
        }

        _tallies.AddRange(_invalidRules.Where(tally => tally.Count > 0));
        return new ValidationReport(rows, [.. _tallies.Select(tally => tally.ToResult())], [.. _tallies.SelectMany(tally => tally.Failures)], _failing) { IsOfRecords = _isRecords };
    }

    private List<BoundMarker> Bind(Frame chunk, Dictionary<string, ulong[]>? excused)
    {
        List<BoundMarker> markers = [];
        foreach (ColumnRun column in _columns)
        {
            if (chunk.TryGetColumn(column.Plan.Schema.Name, out Column? cells))
            {
                column.Bind(cells, excused?.GetValueOrDefault(cells.Name), markers);
            }
        }

        foreach ((Tally tally, string[] names, KeySet known) in _references)
        {
            Column[] key = [.. names.Select(name => chunk[name])];
            markers.Add(new BoundMarker(tally, ReferenceMarker.Of(key, known), row => string.Join(", ", key.Select(column => SchemaValue.Format(column, row)))));
        }

        return markers;
    }

    private void Mark(List<BoundMarker> markers, int rows, long offset, ulong[] failing)
    {
        int pieces = (rows + PieceRows - 1) / PieceRows;
        var found = new (long Count, int[] First)[pieces, markers.Count];
        ParallelLoop.For(
            pieces,
            _options.Degree,
            piece =>
            {
                int first = piece * PieceRows, count = Math.Min(PieceRows, rows - first);
                Span<ulong> words = stackalloc ulong[PieceRows / 64];
                words = words[..Validity.Words(count)];
                for (int i = 0; i < markers.Count; i++)
                {
                    markers[i].Marker.Mark(first, count, words);
                    if (!words.ContainsAnyExcept(0UL))
                    {
                        continue;
                    }

                    found[piece, i] = (RowFlags.CountOf(words), Array.ConvertAll(Tally.FirstRows(words, _options.FailuresPerCheck), row => first + row));
                    if (markers[i].Tally.Identity.Severity == Severity.Error)
                    {
                        RowFlags.Union(words, failing.AsSpan(first >> 6));
                    }
                }
            },
            _options.Cancellation);
        for (int i = 0; i < markers.Count; i++)
        {
            for (int piece = 0; piece < pieces; piece++)
            {
                if (found[piece, i].Count > 0)
                {
                    markers[i].Tally.Add(found[piece, i].Count, found[piece, i].First, offset, markers[i].Value);
                }
            }
        }
    }

    private void Run<TCheck>(List<TCheck> checks, ulong[] failing, Func<TCheck, ulong[]?> add)
        where TCheck : ITableCheck
    {
        var found = new ulong[]?[checks.Count];
        ParallelLoop.For(checks.Count, _options.Degree, i => found[i] = add(checks[i]), _options.Cancellation);
        for (int i = 0; i < checks.Count; i++)
        {
            if (found[i] is { } words && checks[i].Tally.Identity.Severity == Severity.Error)
            {
                RowFlags.Union(words, failing);
            }
        }
    }
}
