using System.Numerics;

namespace Modelyard.Frames.Csv;

/// <summary>Gathers the cells of one column from all chunks, in the order of the file.</summary>
internal abstract class ColumnSink
{
    private ulong[]? _missing;

    protected ColumnSink(ColumnPlan plan, MissingTokens tokens)
    {
        Plan = plan;
        TokenCounts = new int[tokens.Texts.Count];
    }

    public ColumnPlan Plan { get; }

    public int[] TokenCounts { get; }

    /// <summary>Gets the kinds of all cells that were seen.</summary>
    public CellEvidence Evidence { get; protected set; }

    /// <summary>Gets a value indicating whether a cell refuted the guess.</summary>
    public bool IsRefuted { get; private set; }

    /// <summary>Appends the cells of a chunk.</summary>
    /// <param name="reader">The reader that holds them.</param>
    /// <param name="row">The number of rows before.</param>
    /// <param name="rows">The number of rows of the chunk.</param>
    /// <param name="expected">The number of rows to make room for.</param>
    public void Append(CellReader reader, int row, int rows, int expected)
    {
        Evidence |= reader.Evidence;
        for (int i = 0; i < TokenCounts.Length; i++)
        {
            TokenCounts[i] += reader.TokenCounts[i];
        }

        IsRefuted |= reader.IsRefuted;
        if (IsRefuted)
        {
            return;
        }

        if (reader.HasMissing)
        {
            AppendMissing(reader.Missing, row, rows, expected);
        }

        AppendCells(reader, row, rows, expected);
    }

    /// <summary>Forgets all cells, and keeps the memory for others. What was built of them changes with it.</summary>
    public void Clear()
    {
        Array.Clear(TokenCounts);
        Evidence = CellEvidence.None;
        IsRefuted = false;
        Array.Clear(_missing ?? []);
        ClearCells();
    }

    /// <summary>Finds the kind that the looks of the cells call for, a category for all texts however many there are.</summary>
    /// <param name="rows">The number of rows.</param>
    public virtual ColumnKind Look(int rows) => Decide(rows);

    /// <summary>Counts the different texts of the column.</summary>
    /// <param name="survey">The count so far.</param>
    /// <param name="rows">The number of rows.</param>
    public virtual void Count(TextSurvey survey, int rows) => throw new InvalidOperationException($"The column '{Plan.Name}' is read as '{Plan.Kind}', which has no texts.");

    /// <summary>Gets the tokens that stood in the column, and how often.</summary>
    public KeyValuePair<string, int>[] TakenBy(MissingTokens tokens) => [.. tokens.Texts.Zip(TokenCounts, KeyValuePair.Create).Where(token => token.Value > 0)];

    /// <summary>Decides the kind of the column from all of its cells.</summary>
    /// <param name="rows">The number of rows.</param>
    public abstract ColumnKind Decide(int rows);

    /// <summary>Builds the column.</summary>
    /// <param name="rows">The number of rows.</param>
    public abstract Column Build(int rows);

    /// <summary>Says why the column is of its kind.</summary>
    /// <param name="column">The column that was built.</param>
    public abstract string Explain(Column column);

    protected abstract void AppendCells(CellReader reader, int row, int rows, int expected);

    /// <summary>Forgets what the sink holds of its own; arrays may stay, as cells that are appended overwrite them.</summary>
    protected virtual void ClearCells()
    {
    }

    protected Validity BuildValidity(int rows) => new(_missing, rows);

    /// <summary>Makes room in an array, for all rows expected or at least twice as many as now.</summary>
    protected static void Grow<T>(ref T[] array, int used, int needed, int expected)
    {
        if (array.Length >= needed)
        {
            return;
        }

        T[] grown = GC.AllocateUninitializedArray<T>((int)Math.Min(Math.Max(Math.Max(needed, expected), used * 2L), Array.MaxLength));
        array.AsSpan(0, used).CopyTo(grown);
        array = grown;
    }

    private void AppendMissing(ulong[] missing, int row, int rows, int expected)
    {
        int words = Validity.Words(row + rows);
        if (_missing is null || _missing.Length < words)
        {
            Array.Resize(ref _missing, Math.Max(words * 2, Validity.Words(expected)));
        }

        for (int word = 0; word < Validity.Words(rows); word++)
        {
            for (ulong bits = missing[word]; bits != 0; bits &= bits - 1)
            {
                int at = row + (word * 64) + BitOperations.TrailingZeroCount(bits);
                _missing[at >> 6] |= 1UL << (at & 63);
            }
        }
    }
}
