namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents the cells of one part of an expression for one block of rows.</summary>
/// <remarks>
/// Doubles hold NaN where missing. Whole numbers and timestamps (ticks) stand beside bits of the missing rows. Booleans are bits of the true rows and bits of
/// the missing ones, never both. Texts are UTF-8 between offsets, found directly or through codes (categories). A value that is the same for all rows stands once.
/// </remarks>
internal sealed class Lane(int capacity)
{
    private double[] _ownDoubles = [];
    private long[] _ownIntegers = [];
    private int[] _ownCodes = [];
    private ulong[] _ownTrue = [];
    private ulong[] _ownMissing = [];
    private ulong[] _ownFaults = [];
    private TextCells? _ownTexts;

    /// <summary>Gets or sets the number of rows of the block.</summary>
    public int Count { get; set; }

    /// <summary>Gets a value indicating whether the cell is the same for all rows.</summary>
    public bool IsConstant { get; private set; }

    /// <summary>Gets or sets a value indicating whether some rows may be missing; of doubles, whether some may be NaN.</summary>
    public bool HasMissing { get; set; }

    /// <summary>Gets a value indicating whether the computation failed for some rows.</summary>
    public bool HasFaults { get; private set; }

    /// <summary>Gets the UTF-8 texts.</summary>
    public TextCells Texts { get; private set; } = TextCells.None;

    private double[] DoubleCells { get; set; } = [];

    private long[] IntegerCells { get; set; } = [];

    private int[] CodeCells { get; set; } = [];

    private ulong[] MissingWords { get; set; } = [];

    private int Start { get; set; }

    private int MissingStart { get; set; }

    private int Words => (Count + 63) >> 6;

    /// <summary>Gets the numbers: one a row, or a single one if the lane is constant.</summary>
    public ReadOnlySpan<double> Doubles => IsConstant ? DoubleCells.AsSpan(0, 1) : DoubleCells.AsSpan(Start, Count);

    /// <summary>Gets the whole numbers or ticks: one a row, or a single one if the lane is constant.</summary>
    public ReadOnlySpan<long> Integers => IsConstant ? IntegerCells.AsSpan(0, 1) : IntegerCells.AsSpan(Start, Count);

    /// <summary>Gets the codes of categories, -1 where missing: one a row, or a single one if the lane is constant.</summary>
    public ReadOnlySpan<int> Codes => IsConstant ? CodeCells.AsSpan(0, 1) : CodeCells.AsSpan(Start, Count);

    /// <summary>Gets the bits of the true rows.</summary>
    public ReadOnlySpan<ulong> True => _ownTrue.AsSpan(0, Words);

    /// <summary>Gets the bits of the missing rows, if there may be any; bits past the last row are of no account.</summary>
    public ReadOnlySpan<ulong> Missing => MissingWords.AsSpan(MissingStart, Words);

    /// <summary>Gets the bits of the failed rows, if there are any.</summary>
    public ReadOnlySpan<ulong> Faults => _ownFaults.AsSpan(0, Words);

    /// <summary>Begins a new block.</summary>
    public void Reset(int count)
    {
        Count = count;
        HasMissing = false;
        HasFaults = false;
        Start = 0;
    }

    /// <summary>Determines whether a row of the block is missing, whatever the lane holds.</summary>
    public bool IsMissing(int row, ColumnKind kind) => kind == ColumnKind.Double
        ? double.IsNaN(Doubles[IsConstant ? 0 : row])
        : HasMissing && ((Missing[row >> 6] >> (row & 63)) & 1) != 0;

    /// <summary>Gets the text of a row that is not missing.</summary>
    public ReadOnlySpan<byte> Text(int row)
    {
        int cell = CodeCells.Length > 0 ? Codes[IsConstant ? 0 : row] : IsConstant ? 0 : Start + row;
        return cell < 0 ? default : Texts[cell];
    }

    /// <summary>Takes cells of a column, without copying.</summary>
    public void Show(double[] cells, int start)
    {
        DoubleCells = cells;
        Start = start;
    }

    /// <summary>Takes cells of a column, without copying.</summary>
    public void Show(long[] cells, int start)
    {
        IntegerCells = cells;
        Start = start;
    }

    /// <summary>Takes codes of a column, without copying, and their texts.</summary>
    public void Show(int[] codes, int start, TextCells levels)
    {
        CodeCells = codes;
        Start = start;
        Texts = levels;
    }

    /// <summary>Takes texts of a column, without copying.</summary>
    public void Show(TextCells texts, int start)
    {
        Texts = texts;
        Start = start;
    }

    /// <summary>Takes the missing rows of a column, from a multiple of 64 rows on.</summary>
    public void ShowMissing(ulong[]? words, int start)
    {
        HasMissing = words is not null;
        MissingWords = words ?? [];
        MissingStart = start >> 6;
    }

    /// <summary>Gets the numbers to write.</summary>
    public Span<double> WriteDoubles() => (DoubleCells = Own(ref _ownDoubles, IsConstant ? 1 : capacity)).AsSpan(0, IsConstant ? 1 : Count);

    /// <summary>Gets the whole numbers or ticks to write.</summary>
    public Span<long> WriteIntegers() => (IntegerCells = Own(ref _ownIntegers, IsConstant ? 1 : capacity)).AsSpan(0, IsConstant ? 1 : Count);

    /// <summary>Gets the codes to write, and sets what they stand for.</summary>
    public Span<int> WriteCodes(TextCells levels)
    {
        Texts = levels;
        return (CodeCells = Own(ref _ownCodes, IsConstant ? 1 : capacity)).AsSpan(0, IsConstant ? 1 : Count);
    }

    /// <summary>Gets the texts to write, none yet.</summary>
    public TextCells WriteTexts()
    {
        _ownTexts ??= new TextCells();
        _ownTexts.Clear();
        return Texts = _ownTexts;
    }

    /// <summary>Gets the bits of the true rows to write; they are of no account before.</summary>
    public Span<ulong> WriteTrue() => Own(ref _ownTrue, (capacity + 63) >> 6).AsSpan(0, Words);

    /// <summary>Gets the bits of the missing rows to write, all clear unless some are missing already.</summary>
    public Span<ulong> WriteMissing()
    {
        ulong[] words = Own(ref _ownMissing, (capacity + 63) >> 6);
        if (!HasMissing)
        {
            words.AsSpan(0, Words).Clear();
        }
        else if (MissingWords != words)
        {
            Missing.CopyTo(words);
        }

        HasMissing = true;
        MissingWords = words;
        MissingStart = 0;
        return words.AsSpan(0, Words);
    }

    /// <summary>Makes missing what is missing in another lane whose missing rows are bits.</summary>
    public void AddMissing(Lane other)
    {
        if (other.HasMissing)
        {
            Span<ulong> words = WriteMissing();
            ReadOnlySpan<ulong> others = other.Missing;
            for (int i = 0; i < words.Length; i++)
            {
                words[i] |= others[i];
            }
        }
    }

    /// <summary>Gets the bits of the failed rows to write, all clear unless some failed already.</summary>
    public Span<ulong> WriteFaults()
    {
        Span<ulong> words = Own(ref _ownFaults, (capacity + 63) >> 6).AsSpan(0, Words);
        if (!HasFaults)
        {
            words.Clear();
            HasFaults = true;
        }

        return words;
    }

    /// <summary>Makes failed what failed in another lane.</summary>
    public void AddFaults(Lane other)
    {
        if (other.HasFaults)
        {
            Span<ulong> words = WriteFaults();
            ReadOnlySpan<ulong> others = other.Faults;
            for (int i = 0; i < words.Length; i++)
            {
                words[i] |= others[i];
            }
        }
    }

    /// <summary>Makes the lane constant: what is written from now on stands once and is the cell of all rows.</summary>
    public void MakeConstant(bool isMissing)
    {
        IsConstant = true;
        Count = capacity;
        HasMissing = false;
        if (isMissing)
        {
            WriteMissing().Fill(ulong.MaxValue);
        }
    }

    private static T[] Own<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length];
        }

        return array;
    }
}
