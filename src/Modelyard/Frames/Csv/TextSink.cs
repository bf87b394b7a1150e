namespace Modelyard.Frames.Csv;

/// <summary>Gathers a column of texts, one after the other.</summary>
internal sealed class TextSink(ColumnPlan plan, MissingTokens tokens, CategorySink? former = null) : ColumnSink(plan, tokens)
{
    private byte[] _bytes = [];
    private int[] _offsets = [0];
    private string? _odd;

    public override ColumnKind Decide(int rows)
    {
        if (Plan.IsForced)
        {
            return Plan.Kind;
        }

        ColumnKind looks = Look(rows);
        return looks == ColumnKind.Category && !HasFewLevels(Cells(rows)) ? ColumnKind.Text : looks;
    }

    public override ColumnKind Look(int rows)
    {
        Validity validity = Cells(rows);
        Evidence = CellEvidence.None;
        for (int row = 0; row < rows && CellSyntax.Decide(Evidence) != ColumnKind.Category; row++)
        {
            if (validity.IsMissing(row))
            {
                continue;
            }

            CellEvidence kind = CellSyntax.Classify(CellSyntax.Trim(Cell(row)));
            if (_odd is null && TextRule.IsOdd(kind))
            {
                _odd = TextRule.Shorten(Cell(row));
            }

            Evidence |= kind;
        }

        return CellSyntax.Decide(Evidence);
    }

    public override Column Build(int rows) => new TextColumn(Plan.Name, Cells(rows), _bytes, _offsets);

    public override string Explain(Column column)
    {
        string what = FormattableString.Invariant(
            $"text in {column.Length - column.MissingCount:N0} rows, {column.MissingCount:N0} missing");
        return TextRule.Explain(Evidence, _odd, Plan.IsForced ? what : what + ", too many different texts for a category");
    }

    /// <summary>Takes over what another sink found out of the same cells.</summary>
    public void Adopt(CellEvidence evidence, string? odd) => (Evidence, _odd) = (evidence, odd);

    /// <summary>Appends texts that are given by code.</summary>
    public void AppendCodes(LevelTable levels, ReadOnlySpan<int> codes, int row, int expected)
    {
        Grow(ref _offsets, row + 1, row + codes.Length + 1, expected + 1);
        foreach (int code in codes)
        {
            int start = _offsets[row];
            ReadOnlySpan<byte> text = code < 0 ? default : levels[code];
            ReserveBytes(start, text.Length, row, expected);
            text.CopyTo(_bytes.AsSpan(start));
            _offsets[++row] = start + text.Length;
        }
    }

    protected override void AppendCells(CellReader reader, int row, int rows, int expected)
    {
        var texts = (TextReader)reader;
        Grow(ref _offsets, row + 1, row + rows + 1, expected + 1);
        int start = _offsets[row];
        ReserveBytes(start, texts.Length, row + rows, expected);
        texts.Bytes.AsSpan(0, texts.Length).CopyTo(_bytes.AsSpan(start));
        for (int i = 0; i < rows; i++)
        {
            _offsets[row + 1 + i] = start + texts.Ends[i];
        }
    }

    public override void Count(TextSurvey survey, int rows)
    {
        Validity validity = Cells(rows);
        survey.Expect(rows - validity.MissingCount);
        for (int row = 0; row < rows && survey.IsCounting; row++)
        {
            if (!validity.IsMissing(row))
            {
                survey.Add(Cell(row));
            }
        }
    }

    protected override void ClearCells() => _odd = null;

    private ReadOnlySpan<byte> Cell(int row) => _bytes.AsSpan(_offsets[row], _offsets[row + 1] - _offsets[row]);

    private Validity Cells(int rows) => former is null ? BuildValidity(rows) : former.MissingCells(rows);

    private void ReserveBytes(int used, int more, int rows, int expected)
    {
        long needed = (long)used + more;
        if (needed > Array.MaxLength)
        {
            throw new FrameFormatException(Plan.Name, "The texts of this column take more than 2 GiB. Leave it out of the columns to read.");
        }

        if (_bytes.Length < needed)
        {
            double share = rows == 0 ? 1 : Math.Max(1, (double)expected / rows);
            Grow(ref _bytes, used, (int)needed, (int)Math.Min(needed * share * 1.05, Array.MaxLength));
        }
    }

    private bool HasFewLevels(Validity validity)
    {
        int present = validity.Length - validity.MissingCount;
        var levels = new LevelTable();
        byte[] padded = [];
        for (int row = 0; row < validity.Length; row++)
        {
            if (validity.IsMissing(row))
            {
                continue;
            }

            ReadOnlySpan<byte> cell = Cell(row);
            if (padded.Length < cell.Length + 8)
            {
                padded = new byte[(cell.Length + 8) * 2];
            }

            cell.CopyTo(padded);
            levels.Intern(ref padded[0], cell.Length);
            if (!TextRule.IsCategory(levels.Count, present))
            {
                return false;
            }
        }

        return true;
    }
}
