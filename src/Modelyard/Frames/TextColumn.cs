using System.Text;

namespace Modelyard.Frames;

/// <summary>Represents a column of free text, stored as one block of UTF-8.</summary>
public sealed class TextColumn : Column
{
    private readonly byte[] _bytes;
    private readonly int[] _offsets;

    /// <summary>Initializes a column from texts.</summary>
    /// <param name="name">The name, not empty.</param>
    /// <param name="cells">The cells, one a row; null where missing.</param>
    public TextColumn(string name, IEnumerable<string?> cells)
        : this(name, Encode(cells))
    {
    }

    /// <summary>Initializes a column over arrays that may be longer than the column: cell i lies between offsets i and i + 1.</summary>
    internal TextColumn(string name, Validity validity, byte[] bytes, int[] offsets)
        : base(name, validity)
    {
        _bytes = bytes;
        _offsets = offsets;
    }

    private TextColumn(string name, (Validity Validity, byte[] Bytes, int[] Offsets) parts)
        : this(name, parts.Validity, parts.Bytes, parts.Offsets)
    {
    }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Text;

    /// <summary>Gets the text of one cell, or null if it is missing.</summary>
    /// <param name="row">The zero-based row.</param>
    public string? this[int row] => IsMissing(row) ? null : Encoding.UTF8.GetString(Utf8(row));

    /// <summary>Gets the UTF-8 bytes of one cell, without copying.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <returns>The bytes; none if the cell is missing.</returns>
    public ReadOnlySpan<byte> Utf8(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Length, nameof(row));
        return _bytes.AsSpan(_offsets[row], _offsets[row + 1] - _offsets[row]);
    }

    /// <summary>Gets the block that holds the texts.</summary>
    internal byte[] Block => _bytes;

    /// <summary>Gets where the text of a cell begins in the block.</summary>
    internal int Start(int row) => _offsets[row];

    /// <summary>Creates a column of the same cells with the distinct texts as levels, sorted by code point.</summary>
    /// <returns>A new column.</returns>
    public CategoryColumn ToCategory()
    {
        string?[] cells = new string?[Length];
        for (int row = 0; row < cells.Length; row++)
        {
            cells[row] = this[row];
        }

        return CategoryColumn.From(Name, cells);
    }

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows) => TakeTexts(rows, Validity.Take(rows));

    /// <inheritdoc/>
    public override Column Rename(string name) => new TextColumn(name, Validity, _bytes, _offsets);

    private protected override Column TakeWithGaps(ReadOnlySpan<int> rows) => TakeTexts(rows, Validity.TakeWithGaps(rows));

    private TextColumn TakeTexts(ReadOnlySpan<int> rows, Validity validity)
    {
        int[] offsets = new int[rows.Length + 1];
        for (int i = 0; i < rows.Length; i++)
        {
            offsets[i + 1] = checked(offsets[i] + (rows[i] == Gap ? 0 : Utf8(rows[i]).Length));
        }

        byte[] bytes = GC.AllocateUninitializedArray<byte>(offsets[^1]);
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] != Gap)
            {
                Utf8(rows[i]).CopyTo(bytes.AsSpan(offsets[i]));
            }
        }

        return new TextColumn(Name, validity, bytes, offsets);
    }

    private protected override string FormatPresent(int row) => this[row]!;

    private protected override void CopyNumbers(Span<double> destination) => throw new InvalidOperationException();

    internal override void CopySortKeys(Span<ulong> keys)
    {
        int[] order = new int[Length];
        for (int row = 0; row < order.Length; row++)
        {
            order[row] = row;
        }

        Array.Sort(order, (a, b) => Utf8(a).SequenceCompareTo(Utf8(b)));
        ulong rank = 0;
        for (int i = 0; i < order.Length; i++)
        {
            rank += i > 0 && !Utf8(order[i]).SequenceEqual(Utf8(order[i - 1])) ? 1UL : 0;
            keys[order[i]] = rank;
        }
    }

    private static (Validity Validity, byte[] Bytes, int[] Offsets) Encode(IEnumerable<string?> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        string?[] texts = [.. cells];
        int[] offsets = new int[texts.Length + 1];
        for (int row = 0; row < texts.Length; row++)
        {
            offsets[row + 1] = checked(offsets[row] + (texts[row] is string text ? Encoding.UTF8.GetByteCount(text) : 0));
        }

        byte[] bytes = new byte[offsets[^1]];
        for (int row = 0; row < texts.Length; row++)
        {
            if (texts[row] is string text)
            {
                Encoding.UTF8.GetBytes(text, bytes.AsSpan(offsets[row]));
            }
        }

        return (new Validity(Array.ConvertAll(texts, text => text is not null)), bytes, offsets);
    }
}
