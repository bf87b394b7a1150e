using System.Runtime.CompilerServices;

namespace Modelyard.Frames.Csv;

/// <summary>Gathers a column of texts as codes of the different texts; past the limit of a category it goes on as text.</summary>
internal sealed class CategorySink(ColumnPlan plan, MissingTokens tokens) : ColumnSink(plan, tokens)
{
    private readonly LevelTable _levels = new();
    private readonly MissingTokens _tokens = tokens;
    private int[] _codes = [];
    private int[] _map = [];
    private TextSink? _text;
    private string? _odd;

    public override ColumnKind Decide(int rows)
    {
        if (Plan.IsForced)
        {
            return Plan.Kind;
        }

        if (_text is not null)
        {
            return _text.Decide(rows);
        }

        Evidence = CellEvidence.None;
        for (int code = 0; code < _levels.Count; code++)
        {
            CellEvidence kind = CellSyntax.Classify(CellSyntax.Trim(_levels[code]));
            if (_odd is null && TextRule.IsOdd(kind))
            {
                _odd = TextRule.Shorten(_levels[code]);
            }

            Evidence |= kind;
        }

        ColumnKind decided = CellSyntax.Decide(Evidence);
        int present = rows - TokenCounts.Sum();
        return decided == ColumnKind.Category && !TextRule.IsCategory(_levels.Count, present) ? ColumnKind.Text : decided;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override Column Build(int rows)
    {
        if (_text is not null)
        {
            return _text.Build(rows);
        }

        if (Decide(rows) == ColumnKind.Text)
        {
            _text = ToText(rows);
            _text.Adopt(Evidence, _odd);
            return _text.Build(rows);
        }

        int[] rank = _levels.Rank(out string[] names);
        Span<int> codes = _codes.AsSpan(0, rows);
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = rank[codes[row] + 1];
        }

        return new CategoryColumn(Plan.Name, BuildValidity(rows), _codes, names);
    }

    public override string Explain(Column column)
    {
        if (column is not CategoryColumn category)
        {
            return _text!.Explain(column);
        }

        int present = column.Length - column.MissingCount;
        string what = FormattableString.Invariant(
            $"{category.Levels.Count:N0} levels in {present:N0} rows, {column.MissingCount:N0} missing");
        return TextRule.Explain(Evidence, _odd, what);
    }

    public override ColumnKind Look(int rows) => _text is null ? Decide(rows) : _text.Look(rows);

    public override void Count(TextSurvey survey, int rows)
    {
        if (_text is not null)
        {
            _text.Count(survey, rows);
        }
        else
        {
            survey.Add(_levels, rows - TokenCounts.Sum());
        }
    }

    protected override void ClearCells()
    {
        _levels.Clear();
        _text = null;
        _odd = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void AppendCells(CellReader reader, int row, int rows, int expected)
    {
        var category = (CategoryReader)reader;
        if (_text is not null)
        {
            _text.AppendCodes(category.Levels, category.Values.AsSpan(0, rows), row, expected);
            return;
        }

        Grow(ref _codes, row, row + rows, expected);
        ReadOnlySpan<int> values = category.Values.AsSpan(0, rows);
        Span<int> codes = _codes.AsSpan(row, rows);
        Span<int> map = MapLevels(category.Levels, values);
        for (int i = 0; i < values.Length; i++)
        {
            codes[i] = map[values[i] + 1];
        }

        if (_levels.Count > TextRule.MaxLevels && !Plan.IsForced)
        {
            _text = ToText(row + rows);
            _codes = [];
        }
    }

    /// <summary>Numbers the chunk's levels that are in use among those of the whole; place 0 is the missing code's.</summary>
    private Span<int> MapLevels(LevelTable levels, ReadOnlySpan<int> values)
    {
        if (_map.Length < levels.Count + 1)
        {
            _map = new int[(levels.Count + 1) * 2];
        }

        const int Unused = -2;
        Span<int> map = _map.AsSpan(0, levels.Count + 1);
        map.Fill(Unused);
        map[0] = CategoryColumn.Missing;
        byte[] padded = [];
        int left = levels.Count;
        for (int i = 0; i < values.Length && left > 0; i++)
        {
            ref int to = ref map[values[i] + 1];
            if (to != Unused)
            {
                continue;
            }

            ReadOnlySpan<byte> level = levels[values[i]];
            if (padded.Length < level.Length + 8)
            {
                padded = new byte[(level.Length + 8) * 2];
            }

            level.CopyTo(padded);
            to = _levels.Intern(ref padded[0], level.Length);
            left--;
        }

        return map;
    }

    private TextSink ToText(int rows)
    {
        var text = new TextSink(Plan, _tokens, this);
        text.AppendCodes(_levels, _codes.AsSpan(0, rows), 0, rows);
        return text;
    }

    /// <summary>Gives the missing cells to the text that goes on in this column's place.</summary>
    internal Validity MissingCells(int rows) => BuildValidity(rows);
}
