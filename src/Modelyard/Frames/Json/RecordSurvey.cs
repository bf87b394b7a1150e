namespace Modelyard.Frames.Json;

/// <summary>Gathers what blocks hold, and decides the kinds of columns from it.</summary>
internal sealed class RecordSurvey(string source, JsonReadOptions options)
{
    private const CellTypes Numbers = CellTypes.Integer | CellTypes.Double | CellTypes.NamedNumber | CellTypes.LongNumber;
    private const CellTypes Texts = CellTypes.LocalTime | CellTypes.ZonedTime | CellTypes.Text | CellTypes.NamedNumber;

    private readonly OrderedDictionary<string, CellTypes> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _rounded = new(StringComparer.Ordinal);
    private readonly List<RecordFault> _faults = [];
    private long _faultCount;

    /// <summary>Gets the number of rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Gets what is to be told of columns that are read otherwise than their values are.</summary>
    public List<FrameProblem> Notes { get; } = [];

    /// <summary>Takes in a block.</summary>
    public void Add(RecordBlock block)
    {
        Rows += block.Rows;
        _faultCount += block.FaultCount;
        _faults.AddRange(block.Faults);
        _rounded.UnionWith(block.HasRounded);
        foreach (RecordCells cells in block.Columns)
        {
            _types[cells.Name] = _types.GetValueOrDefault(cells.Name) | cells.Types;
        }

        if (_types.Count > options.MaxColumns)
        {
            throw new FrameFormatException(source, $"The records have more than '{options.MaxColumns}' different keys. Are keys used for values? Otherwise raise MaxColumns.");
        }
    }

    /// <summary>Refuses what is wrong.</summary>
    /// <param name="locate">Tells where the places of faults are.</param>
    /// <exception cref="FrameFormatException">Something is wrong.</exception>
    public void Settle(Func<IReadOnlyList<RecordFault>, IReadOnlyList<FrameProblem>> locate)
    {
        if (_faultCount == 0)
        {
            return;
        }

        _faults.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        IReadOnlyList<RecordFault> told = _faults.GetRange(0, Math.Min(_faults.Count, Math.Max(1, options.MaxProblems)));
        throw new FrameFormatException(source, locate(told), _faultCount, string.Empty);
    }

    /// <summary>Decides the columns.</summary>
    /// <exception cref="FrameFormatException">There are no rows, a column that is asked for is not there, or the options refuse what a column holds.</exception>
    public IReadOnlyList<RecordPlan> Decide()
    {
        if (Rows == 0 && !options.AllowNoRows)
        {
            throw new FrameFormatException(source, "There are no rows and must be at least one.");
        }

        string[] names = [.. _types.Keys.Where(name => _types[name] != CellTypes.None || !HasNested(name))];
        if (options.Columns is not null)
        {
            FrameProblem[] unknown = [.. options.Columns.Where(name => !_types.ContainsKey(name)).Select(name => new FrameProblem(0, null, new UnknownColumnException(name, names).Message))];
            names = unknown.Length == 0 ? [.. options.Columns] : throw new FrameFormatException(source, unknown, unknown.Length, string.Empty);
        }

        var refused = new List<FrameProblem>();
        RecordPlan[] plans = [.. names.Select(name => Decide(name, _types[name], refused))];
        return refused.Count == 0 ? plans : throw new FrameFormatException(source, refused, refused.Count, string.Empty);
    }

    /// <summary>Tells whether a key that only ever was null is an object in other records.</summary>
    private bool HasNested(string name) => _types.Keys.Any(other => other.StartsWith(name + options.Separator, StringComparison.Ordinal));

    private RecordPlan Decide(string name, CellTypes types, List<FrameProblem> refused)
    {
        if (options.Kinds.TryGetValue(name, out ColumnKind given))
        {
            return new RecordPlan(name, given, types == CellTypes.ZonedTime, IsOpen: false);
        }

        if (_rounded.Contains(name))
        {
            Notes.Add(new FrameProblem(0, $"'{name}'", "Numbers with more digits than a double holds were rounded, as asked for."));
        }

        CellTypes plain = types & ~CellTypes.UnevenInteger;
        if ((plain & ~Numbers) == CellTypes.None)
        {
            return new RecordPlan(name, NumberKind(name, types, refused), IsUtc: false, IsOpen: IsLong(types));
        }

        if (plain is CellTypes.Boolean)
        {
            return new RecordPlan(name, ColumnKind.Boolean, IsUtc: false, IsOpen: false);
        }

        if (plain is CellTypes.LocalTime or CellTypes.ZonedTime)
        {
            return new RecordPlan(name, ColumnKind.Timestamp, plain == CellTypes.ZonedTime, IsOpen: false);
        }

        if ((plain & ~Texts) != CellTypes.None && plain != CellTypes.Structure)
        {
            string message = $"The values are {Describe(plain)}";
            if (options.MixedCells == MixedCells.Error)
            {
                refused.Add(new FrameProblem(0, $"'{name}'", $"{message}, and must be of one kind. Give the column its kind, or read it as text (MixedCells)."));
            }
            else
            {
                Notes.Add(new FrameProblem(0, $"'{name}'", $"{message}; the column is read as text."));
            }
        }

        return new RecordPlan(name, ColumnKind.Category, IsUtc: false, IsOpen: true);
    }

    private ColumnKind NumberKind(string name, CellTypes types, List<FrameProblem> refused)
    {
        if (!IsLong(types))
        {
            if (options.LongNumbers == LongNumbers.Double && IsRounding(types))
            {
                Notes.Add(new FrameProblem(0, $"'{name}'", "Integers that a double does not hold stand among fractions and were rounded, as asked for."));
            }

            return (types & ~CellTypes.UnevenInteger) == CellTypes.Integer ? ColumnKind.Integer : ColumnKind.Double;
        }

        if (options.LongNumbers == LongNumbers.Error)
        {
            refused.Add(new FrameProblem(0, $"'{name}'", "Integers that a double does not hold stand among fractions. Read the column as text or rounded (LongNumbers), or give it its kind."));
        }
        else
        {
            Notes.Add(new FrameProblem(0, $"'{name}'", "Numbers have more digits than the number kinds hold; the column is read as text. To round them, choose LongNumbers.Double."));
        }

        return ColumnKind.Category;
    }

    private bool IsLong(CellTypes types) => types.HasFlag(CellTypes.LongNumber) || (options.LongNumbers != LongNumbers.Double && IsRounding(types));

    private static bool IsRounding(CellTypes types) => types.HasFlag(CellTypes.UnevenInteger) && (types & (CellTypes.Double | CellTypes.NamedNumber)) != CellTypes.None;

    private static string Describe(CellTypes types)
    {
        List<string> seen = [];
        seen.AddRange((types & (Numbers & ~CellTypes.NamedNumber)) != CellTypes.None ? ["numbers"] : []);
        seen.AddRange(types.HasFlag(CellTypes.Boolean) ? ["booleans"] : []);
        seen.AddRange((types & Texts) != CellTypes.None ? ["texts"] : []);
        seen.AddRange(types.HasFlag(CellTypes.Structure) ? ["arrays"] : []);
        return seen.Count == 1 ? seen[0] : string.Join(", ", seen[..^1]) + " and " + seen[^1];
    }
}
