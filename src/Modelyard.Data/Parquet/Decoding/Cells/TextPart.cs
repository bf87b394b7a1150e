using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Modelyard.Frames;
using Modelyard.Frames.Csv;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Holds the texts of some consecutive rows: at first their codes among those of a dictionary and of texts outside it, then, if they prove too many for that, the texts themselves.</summary>
internal sealed class TextPart(TextCells whole, int first, CellBlock dictionary)
{
    private readonly bool[] _used = new bool[dictionary.Count];
    private LevelTable? _others;
    private int[] _ends = [];
    private byte[] _bytes = [];
    private int _textRows;

    /// <summary>Gets the first row.</summary>
    public int First => first;

    /// <summary>Gets the number of rows that are codes; those after them are texts.</summary>
    public int CodeRows { get; private set; }

    /// <summary>Gets the codes.</summary>
    public Span<int> Codes => CodeRows == 0 ? default : whole.Codes.AsSpan(first, CodeRows);

    /// <summary>Gets the number of different texts that codes name, whether or not any does.</summary>
    public int Levels => dictionary.Count + (_others?.Count ?? 0);

    /// <summary>Gets a different text.</summary>
    public ReadOnlySpan<byte> this[int level] => level < dictionary.Count ? dictionary.Values[level] : _others![level - dictionary.Count];

    /// <summary>Determines whether a code names a text.</summary>
    public bool IsUsed(int level) => level >= dictionary.Count || _used[level];

    /// <summary>Adds texts by their places in the dictionary.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddPlaces(HybridReader places, Presence presence)
    {
        if (whole.IsText)
        {
            int[] codes = System.Buffers.ArrayPool<int>.Shared.Rent(presence.Count);
            places.Read(codes.AsSpan(0, presence.Count), dictionary.Count);
            PageValues texts = dictionary.Values;
            for (int row = 0, cell = 0; row < presence.Rows; row++)
            {
                AddText(presence[row] ? texts[codes[cell++]] : default);
            }

            System.Buffers.ArrayPool<int>.Shared.Return(codes);
            return;
        }

        Span<int> rows = whole.Codes.AsSpan(first + CodeRows, presence.Rows);
        Span<int> present = rows[..presence.Count];
        places.Read(present, dictionary.Count);
        ref bool used = ref MemoryMarshal.GetArrayDataReference(_used);
        foreach (int code in present)
        {
            Unsafe.Add(ref used, code) = true;
        }

        presence.Spread(rows, CategoryColumn.Missing);
        CodeRows += presence.Rows;
    }

    /// <summary>Adds texts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTexts(PageValues texts, Presence presence)
    {
        if (whole.IsText)
        {
            for (int row = 0, cell = 0; row < presence.Rows; row++)
            {
                AddText(presence[row] ? texts[cell++] : default);
            }

            return;
        }

        Span<int> rows = whole.Codes.AsSpan(first + CodeRows, presence.Rows);
        LevelTable others = _others ??= new LevelTable();
        for (int i = 0; i < texts.Count; i++)
        {
            ReadOnlySpan<byte> text = texts[i];
            rows[i] = dictionary.Count + others.Intern(ref MemoryMarshal.GetReference(text), text.Length);
        }

        presence.Spread(rows, CategoryColumn.Missing);
        CodeRows += presence.Rows;
        whole.Weigh(others.Count);
    }

    /// <summary>Gives codes other numbers.</summary>
    /// <param name="numbers">For each code the other number, after that of the code -1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Renumber(int[] numbers)
    {
        foreach (ref int code in Codes)
        {
            code = numbers[code + 1];
        }
    }

    /// <summary>Gets the number of bytes of all texts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long CountBytes()
    {
        int[] lengths = new int[Levels];
        for (int level = 0; level < lengths.Length; level++)
        {
            lengths[level] = this[level].Length;
        }

        long count = _textRows == 0 ? 0 : _ends[_textRows - 1];
        foreach (int code in Codes)
        {
            count += code < 0 ? 0 : lengths[code];
        }

        return count;
    }

    /// <summary>Copies all texts.</summary>
    /// <param name="bytes">Receives the texts of all parts.</param>
    /// <param name="offsets">Receives the end of each row's text in the place after that of the row.</param>
    /// <param name="start">Where the texts begin.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CopyTo(byte[] bytes, int[] offsets, int start)
    {
        int at = start;
        ReadOnlySpan<int> codes = Codes;
        for (int row = 0; row < codes.Length; row++)
        {
            if (codes[row] >= 0)
            {
                ReadOnlySpan<byte> text = this[codes[row]];
                text.CopyTo(bytes.AsSpan(at));
                at += text.Length;
            }

            offsets[first + row + 1] = at;
        }

        _bytes.AsSpan(0, _textRows == 0 ? 0 : _ends[_textRows - 1]).CopyTo(bytes.AsSpan(at));
        for (int row = 0; row < _textRows; row++)
        {
            offsets[first + CodeRows + row + 1] = at + _ends[row];
        }
    }

    private void AddText(ReadOnlySpan<byte> text)
    {
        int start = _textRows == 0 ? 0 : _ends[_textRows - 1];
        long end = (long)start + text.Length;
        whole.CheckLength(end);
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(end, Math.Max(1024, 2L * _bytes.Length)), Array.MaxLength));
        }

        if (_textRows == _ends.Length)
        {
            Array.Resize(ref _ends, Math.Max(64, _ends.Length * 2));
        }

        text.CopyTo(_bytes.AsSpan(start));
        _ends[_textRows++] = (int)end;
    }
}
