using Modelyard.Frames;
using Modelyard.Frames.Csv;
using Modelyard.Numerics;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Holds the cells of a column of texts, of which codes among different ones are kept until these prove too many for a category.</summary>
internal sealed class TextCells(FlatField field, int rows, ColumnKind? kind) : ColumnCells(field, rows)
{
    private readonly Lock _gate = new();
    private readonly List<TextPart> _parts = [];
    private volatile bool _isText = kind == ColumnKind.Text;

    /// <summary>Gets the codes of rows among the different texts of their part.</summary>
    public int[] Codes { get; private set; } = [];

    /// <summary>Gets a value indicating whether rows that are added from here on are kept as texts.</summary>
    public bool IsText => _isText;

    /// <summary>Begins a part, which is added by one thread.</summary>
    /// <param name="first">Its first row.</param>
    /// <param name="dictionary">The texts that its pages refer to.</param>
    public TextPart Begin(int first, CellBlock dictionary)
    {
        var part = new TextPart(this, first, dictionary);
        lock (_gate)
        {
            _parts.Add(part);
        }

        return part;
    }

    /// <summary>Takes in how many different texts a part has at least: too many for a category settle it for all.</summary>
    public void Weigh(int levels)
    {
        if (kind is null && !TextRule.IsCategory(levels, Rows))
        {
            _isText = true;
        }
    }

    /// <summary>Refuses more texts than a column holds.</summary>
    public void CheckLength(long length)
    {
        if (length > Array.MaxLength)
        {
            throw new ModelyardException($"The texts of the column '{Field.Name}' take more than 2 GiB. Read the table in chunks, or without the column.");
        }
    }

    /// <inheritdoc/>
    public override CellDecoder Open() => new TextDecoder(Field);

    /// <inheritdoc/>
    public override Column Build(int degree)
    {
        _parts.Sort((a, b) => a.First.CompareTo(b.First));
        Validity validity = BuildValidity();
        if (!_isText && NumberLevels(out int[][] numbers) is { } levels && (kind == ColumnKind.Category || TextRule.IsCategory(levels.Count, Rows - validity.MissingCount)))
        {
            return BuildCategory(validity, levels, numbers, degree);
        }

        return BuildText(validity, degree);
    }

    /// <inheritdoc/>
    protected override void Allocate(bool isScratch) => Codes = kind == ColumnKind.Text ? [] : GC.AllocateUninitializedArray<int>(Rows);

    /// <summary>Numbers the texts that occur, over all parts; null if they are too many for a category.</summary>
    private LevelTable? NumberLevels(out int[][] numbers)
    {
        var levels = new LevelTable();
        numbers = new int[_parts.Count][];
        for (int i = 0; i < numbers.Length; i++)
        {
            TextPart part = _parts[i];
            numbers[i] = new int[part.Levels + 1];
            numbers[i][0] = CategoryColumn.Missing;
            for (int level = 0; level < part.Levels; level++)
            {
                numbers[i][level + 1] = part.IsUsed(level) ? levels.Intern(part[level]) : CategoryColumn.Missing;
            }

            if (kind is null && levels.Count > TextRule.MaxLevels)
            {
                return null;
            }
        }

        return levels;
    }

    private CategoryColumn BuildCategory(Validity validity, LevelTable levels, int[][] numbers, int degree)
    {
        int[] ranks = levels.Rank(out string[] names);
        ParallelLoop.For(_parts.Count, degree, i => _parts[i].Renumber(Array.ConvertAll(numbers[i], number => ranks[number + 1])));
        return new CategoryColumn(Field.Name, validity, Codes, names);
    }

    private TextColumn BuildText(Validity validity, int degree)
    {
        long[] lengths = new long[_parts.Count];
        ParallelLoop.For(_parts.Count, degree, i => lengths[i] = _parts[i].CountBytes());
        long length = lengths.Sum();
        CheckLength(length);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)length);
        int[] offsets = GC.AllocateUninitializedArray<int>(Rows + 1);
        offsets[0] = 0;
        int[] starts = new int[_parts.Count];
        for (int i = 1; i < starts.Length; i++)
        {
            starts[i] = starts[i - 1] + (int)lengths[i - 1];
        }

        ParallelLoop.For(_parts.Count, degree, i => _parts[i].CopyTo(bytes, offsets, starts[i]));
        return new TextColumn(Field.Name, validity, bytes, offsets);
    }
}
