using System.Text;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Writing;

/// <summary>Gathers texts and categories: as codes of the levels of all chunks as long as all are categories, else as texts.</summary>
/// <param name="name">The name of the column.</param>
internal sealed class PendingTexts(string name) : PendingColumn
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _levels = [];
    private int[] _codes = [];
    private byte[] _bytes = [];
    private int[] _offsets = [0];
    private bool _areTexts;

    /// <inheritdoc/>
    public override Column ToColumn() => _areTexts
        ? new TextColumn(name, Validity, _bytes, _offsets)
        : new CategoryColumn(name, Validity, _codes, [.. _levels]);

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        _numbers.Clear();
        _levels.Clear();
        _areTexts = false;
    }

    /// <inheritdoc/>
    protected override void AddCells(Column column, int first, int count)
    {
        if (column is CategoryColumn category && !_areTexts)
        {
            AddCodes(category, first, count);
            return;
        }

        if (!_areTexts)
        {
            _areTexts = true;
            AddLevels(_codes.AsSpan(0, Count), _levels, 0);
        }

        if (column is CategoryColumn levels)
        {
            AddLevels(levels.Codes.Slice(first, count), levels.Levels, Count);
        }
        else
        {
            AddTexts((TextColumn)column, first, count);
        }
    }

    /// <summary>Adds codes, by the numbers of the levels here.</summary>
    private void AddCodes(CategoryColumn category, int first, int count)
    {
        Grow(ref _codes, Count + count);
        int[] numbers = new int[category.Levels.Count];
        Array.Fill(numbers, -1);
        for (int i = 0; i < count; i++)
        {
            int code = category.Codes[first + i];
            if (code >= 0 && numbers[code] < 0)
            {
                numbers[code] = Number(category.Levels[code]);
            }

            _codes[Count + i] = code < 0 ? CategoryColumn.Missing : numbers[code];
        }
    }

    private int Number(string level)
    {
        if (!_numbers.TryGetValue(level, out int number))
        {
            _numbers.Add(level, number = _levels.Count);
            _levels.Add(level);
        }

        return number;
    }

    /// <summary>Adds the texts of codes.</summary>
    private void AddLevels(ReadOnlySpan<int> codes, IReadOnlyList<string> levels, int at)
    {
        byte[]?[] texts = new byte[levels.Count][];
        Grow(ref _offsets, at + codes.Length + 1);
        foreach (int code in codes)
        {
            ReadOnlySpan<byte> text = code < 0 ? [] : texts[code] ??= Encoding.UTF8.GetBytes(levels[code]);
            AddText(text, at++);
        }
    }

    private void AddTexts(TextColumn column, int first, int count)
    {
        Grow(ref _offsets, Count + count + 1);
        for (int i = 0; i < count; i++)
        {
            AddText(column.Utf8(first + i), Count + i);
        }
    }

    private void AddText(ReadOnlySpan<byte> text, int at)
    {
        int start = _offsets[at];
        Grow(ref _bytes, (long)start + text.Length);
        text.CopyTo(_bytes.AsSpan(start));
        _offsets[at + 1] = checked(start + text.Length);
    }
}
