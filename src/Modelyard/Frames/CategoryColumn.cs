namespace Modelyard.Frames;

/// <summary>Represents a column whose cells are one of a few levels, stored as codes.</summary>
public sealed class CategoryColumn : Column
{
    /// <summary>The code of a missing cell.</summary>
    public const int Missing = -1;

    private readonly int[] _codes;
    private readonly string[] _levels;

    /// <summary>Initializes a column that takes over an array of codes.</summary>
    /// <param name="name">The name, not empty.</param>
    /// <param name="codes">The zero-based numbers of the levels, one a row; -1 where missing.</param>
    /// <param name="levels">The levels, all different.</param>
    /// <exception cref="ArgumentException">A code names no level, or a level occurs twice.</exception>
    public CategoryColumn(string name, int[] codes, IReadOnlyList<string> levels)
        : this(name, Validate(codes, levels), codes, [.. levels])
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string level in _levels)
        {
            if (!seen.Add(level))
            {
                throw new ArgumentException($"The level '{level}' occurs twice and each must be different.", nameof(levels));
            }
        }
    }

    /// <summary>Initializes a column over an array that may be longer than the column.</summary>
    internal CategoryColumn(string name, Validity validity, int[] codes, string[] levels)
        : base(name, validity)
    {
        _codes = codes;
        _levels = levels;
    }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Category;

    /// <summary>Gets the levels. A reader sorts them by code point.</summary>
    public IReadOnlyList<string> Levels => _levels;

    /// <summary>Gets the zero-based numbers of the levels, one a row; -1 where missing.</summary>
    public ReadOnlySpan<int> Codes => _codes.AsSpan(0, Length);

    /// <summary>Gets the array behind the codes, which may be longer.</summary>
    internal int[] CodeArray => _codes;

    /// <summary>Gets the level of one cell, or null if it is missing.</summary>
    /// <param name="row">The zero-based row.</param>
    public string? this[int row] => Codes[row] is int code && code < 0 ? null : _levels[code];

    /// <summary>Creates a column from texts; the levels are sorted by code point.</summary>
    /// <param name="name">The name, not empty.</param>
    /// <param name="cells">The cells, one a row; null where missing.</param>
    /// <returns>A new column.</returns>
    public static CategoryColumn From(string name, IEnumerable<string?> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        string?[] texts = [.. cells];
        string[] levels = [.. texts.OfType<string>().Distinct(StringComparer.Ordinal)];
        Array.Sort(levels, CompareByCodePoint);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int level = 0; level < levels.Length; level++)
        {
            numbers[levels[level]] = level;
        }

        return new CategoryColumn(name, Array.ConvertAll(texts, text => text is null ? Missing : numbers[text]), levels);
    }

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows) => new CategoryColumn(Name, Validity.Take(rows), Gather(Codes, rows), _levels);

    /// <inheritdoc/>
    public override Column Rename(string name) => new CategoryColumn(name, Validity, _codes, _levels);

    /// <summary>Compares two texts by code point, which is the order of their UTF-8 bytes.</summary>
    internal static int CompareByCodePoint(string left, string right)
    {
        int shared = Math.Min(left.Length, right.Length);
        int at = left.AsSpan(0, shared).CommonPrefixLength(right.AsSpan(0, shared));
        if (at == shared)
        {
            return left.Length.CompareTo(right.Length);
        }

        // A surrogate stands for a code point above every other UTF-16 unit.
        char a = left[at], b = right[at];
        bool high = char.IsSurrogate(a), other = char.IsSurrogate(b);
        return high == other ? a.CompareTo(b) : high.CompareTo(other);
    }

    private protected override Column TakeWithGaps(ReadOnlySpan<int> rows) => new CategoryColumn(Name, Validity.TakeWithGaps(rows), Gather(Codes, rows, Missing), _levels);

    private protected override string FormatPresent(int row) => _levels[_codes[row]];

    private protected override void CopyNumbers(Span<double> destination) => throw new InvalidOperationException();

    internal override void CopySortKeys(Span<ulong> keys)
    {
        int[] order = new int[_levels.Length];
        for (int level = 0; level < order.Length; level++)
        {
            order[level] = level;
        }

        Array.Sort(order, (a, b) => CompareByCodePoint(_levels[a], _levels[b]));
        ulong[] rank = new ulong[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            rank[order[i]] = (ulong)i;
        }

        ReadOnlySpan<int> codes = Codes;
        for (int row = 0; row < codes.Length; row++)
        {
            keys[row] = codes[row] < 0 ? 0 : rank[codes[row]];
        }
    }

    private static Validity Validate(int[] codes, IReadOnlyList<string> levels)
    {
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentNullException.ThrowIfNull(levels);
        ulong[]? missing = null;
        for (int row = 0; row < codes.Length; row++)
        {
            if (codes[row] < Missing || codes[row] >= levels.Count)
            {
                throw new ArgumentException(
                    $"The code '{codes[row]}' in row '{row}' names no level and must be -1, or 0 to '{levels.Count - 1}'.", nameof(codes));
            }

            if (codes[row] < 0)
            {
                missing ??= new ulong[Validity.Words(codes.Length)];
                missing[row >> 6] |= 1UL << (row & 63);
            }
        }

        return new Validity(missing, codes.Length);
    }
}
