using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Modelyard.Frames;
using Modelyard.Frames.Json;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Gathers rows of pieces of a column one after the other.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="kind">Text or Category, if the column is of texts and that is given.</param>
/// <param name="rows">The number of rows that are expected.</param>
internal sealed class ColumnJoin(string name, ColumnKind? kind, int rows)
{
    // What a chunk has; the texts of a whole table may be of other lengths than those of its first piece.
    private const int MostExpected = 8 << 20;

    private Column? _first;
    private long[] _numbers = [];
    private double[] _doubles = [];
    private bool[] _flags = [];
    private TextGatherer? _texts;
    private ulong[]? _missing;

    /// <summary>Gets the number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Adds consecutive rows.</summary>
    /// <param name="piece">A piece of the column.</param>
    /// <param name="first">The first of its rows that are added.</param>
    /// <param name="count">Their number.</param>
    public void Add(Column piece, int first, int count)
    {
        int[] chosen = ArrayPool<int>.Shared.Rent(count);
        for (int i = 0; i < count; i++)
        {
            chosen[i] = first + i;
        }

        Add(piece, chosen.AsSpan(0, count));
        ArrayPool<int>.Shared.Return(chosen);
    }

    /// <summary>Adds rows.</summary>
    /// <param name="piece">A piece of the column.</param>
    /// <param name="chosen">Its rows that are added, in ascending order.</param>
    public void Add(Column piece, ReadOnlySpan<int> chosen)
    {
        _first ??= piece;
        TakeMissing(piece, chosen);
        switch (piece)
        {
            case IntegerColumn integers:
                Take(integers.Values, chosen, ref _numbers);
                break;
            case TimestampColumn times:
                Take(times.Ticks, chosen, ref _numbers);
                break;
            case DoubleColumn doubles:
                Take(doubles.Values, chosen, ref _doubles);
                break;
            case BooleanColumn flags:
                Take(flags.Values, chosen, ref _flags);
                break;
            case CategoryColumn categories:
                Take(categories, chosen);
                break;
            case TextColumn texts:
                _texts ??= new TextGatherer(name, kind, rows, Expected(texts));
                foreach (int row in chosen)
                {
                    if (texts.IsMissing(row))
                    {
                        _texts.AddMissing();
                    }
                    else
                    {
                        _texts.Add(texts.Utf8(row));
                    }
                }

                break;
        }

        Rows += chosen.Length;
    }

    /// <summary>Makes the column.</summary>
    public Column Build() => _first switch
    {
        IntegerColumn => new IntegerColumn(name, new Validity(_missing, Rows), _numbers),
        TimestampColumn times => new TimestampColumn(name, new Validity(_missing, Rows), _numbers, times.IsUtc),
        DoubleColumn => new DoubleColumn(name, new Validity(_missing, Rows), _doubles),
        BooleanColumn => new BooleanColumn(name, new Validity(_missing, Rows), _flags),
        _ => (_texts ?? new TextGatherer(name, kind, 0)).Build(),
    };

    /// <summary>Expects as many bytes a row as a piece has, and some more: doubling on the way to them would leave arrays behind that take as much again.</summary>
    private long Expected(TextColumn piece) => piece.Length == 0 ? 0 : (long)Math.Min(MostExpected, (piece.Start(piece.Length) - piece.Start(0)) * 1.05 / piece.Length * rows);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Take<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> chosen, ref T[] to)
    {
        long end = (long)Rows + chosen.Length;
        if (end > Array.MaxLength)
        {
            throw new ModelyardException($"The table has more than '{Array.MaxLength}' rows. Read it in chunks.");
        }

        if (end > to.Length)
        {
            Array.Resize(ref to, (int)Math.Min(Math.Max(end, Math.Max(rows, 2L * to.Length)), Array.MaxLength));
        }

        for (int i = 0; i < chosen.Length; i++)
        {
            to[Rows + i] = values[chosen[i]];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Take(CategoryColumn piece, ReadOnlySpan<int> chosen)
    {
        const int Unknown = -2, Padding = 8;
        _texts ??= new TextGatherer(name, kind, rows);
        byte[][] levels = new byte[piece.Levels.Count][];
        int[] lengths = new int[levels.Length], codes = new int[levels.Length];
        codes.AsSpan().Fill(Unknown);
        Span<int> to = _texts.BeginCodes(chosen.Length);
        bool areCodes = to.Length == chosen.Length;
        for (int i = 0; i < chosen.Length; i++)
        {
            int code = piece.Codes[chosen[i]];
            if (code >= 0 && levels[code] is null)
            {
                // The gatherer looks at eight bytes of the shortest text.
                lengths[code] = Encoding.UTF8.GetByteCount(piece.Levels[code]);
                levels[code] = new byte[lengths[code] + Padding];
                Encoding.UTF8.GetBytes(piece.Levels[code], levels[code]);
                codes[code] = areCodes ? _texts.Intern(ref levels[code][0], lengths[code]) : Unknown;
            }

            if (areCodes)
            {
                to[i] = code < 0 ? CategoryColumn.Missing : codes[code];
            }
            else if (code < 0)
            {
                _texts.AddMissing();
            }
            else
            {
                _texts.Add(levels[code].AsSpan(0, lengths[code]));
            }
        }

        if (areCodes)
        {
            _texts.EndCodes(chosen.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeMissing(Column piece, ReadOnlySpan<int> chosen)
    {
        if (piece.Validity.IsComplete || piece is TextColumn or CategoryColumn)
        {
            return;
        }

        for (int i = 0; i < chosen.Length; i++)
        {
            if (piece.IsMissing(chosen[i]))
            {
                int row = Rows + i;
                _missing ??= new ulong[Math.Max(1, Validity.Words(Math.Max(rows, row + 1)))];
                if (row >> 6 >= _missing.Length)
                {
                    Array.Resize(ref _missing, Math.Max((row >> 6) + 1, 2 * _missing.Length));
                }

                _missing[row >> 6] |= 1UL << (row & 63);
            }
        }
    }
}
