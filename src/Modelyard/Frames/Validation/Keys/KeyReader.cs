using System.Text;

namespace Modelyard.Frames.Validation.Keys;

/// <summary>Reads the keys of rows as numbers of 128 bits: equal keys have equal numbers, in every table and whatever kind holds them.</summary>
/// <remarks>
/// Numbers, times, booleans and texts of up to 15 bytes are their number, exactly; longer texts and keys of several columns are told apart by their
/// digest (<see cref="KeyDigest"/>). Zero stands for a key with a missing cell.
/// </remarks>
internal abstract class KeyReader
{
    private const int TagShift = 120;
    private const int LongestExactText = 15;

    private enum Tag : byte
    {
        Integer = 1,
        Fraction,
        Boolean,
        Time,
        Text = 0x10,
        LongText = 0x80,
        Several,
    }

    /// <summary>Reads the keys of consecutive rows.</summary>
    /// <param name="first">The zero-based first row.</param>
    /// <param name="keys">Receives the keys; zero where a cell is missing.</param>
    public abstract void Read(int first, Span<UInt128> keys);

    /// <summary>Creates the reader of a key.</summary>
    /// <param name="columns">The columns, at least one.</param>
    public static KeyReader Of(IReadOnlyList<Column> columns) => columns.Count == 1 ? Of(columns[0]) : new Composite([.. columns.Select(Of)]);

    private static KeyReader Of(Column column) => column switch
    {
        IntegerColumn => new Integers(column, Tag.Integer),
        TimestampColumn => new Integers(column, Tag.Time),
        BooleanColumn booleans => new Booleans(booleans),
        DoubleColumn doubles => new Doubles(doubles),
        CategoryColumn categories => new Levels(categories),
        TextColumn texts => new Texts(texts),
        _ => throw new InvalidOperationException(column.Kind.ToString()),
    };

    /// <summary>Reads the keys of the levels of a category.</summary>
    /// <param name="column">The column.</param>
    /// <returns>One key a level.</returns>
    public static UInt128[] OfLevels(CategoryColumn column) => [.. column.Levels.Select(level => OfText(Encoding.UTF8.GetBytes(level)))];

    private static void ClearMissing(Column column, int first, Span<UInt128> keys)
    {
        for (int i = 0; !column.Validity.IsComplete && i < keys.Length; i++)
        {
            keys[i] = column.IsMissing(first + i) ? default : keys[i];
        }
    }

    private static UInt128 Tagged(Tag tag, UInt128 value) => ((UInt128)(byte)tag << TagShift) | value;

    private static UInt128 OfNumber(double number) => Math.Floor(number) == number && number is >= -9.2e18 and <= 9.2e18
        ? Tagged(Tag.Integer, (ulong)(long)number)
        : Tagged(Tag.Fraction, BitConverter.DoubleToUInt64Bits(number));

    private static UInt128 OfText(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestExactText)
        {
            return Tagged(Tag.LongText, KeyDigest.Of(utf8));
        }

        UInt128 value = 0;
        foreach (byte unit in utf8)
        {
            value = (value << 8) | unit;
        }

        return Tagged((Tag)((byte)Tag.Text + utf8.Length), value);
    }

    private sealed class Integers(Column column, Tag tag) : KeyReader
    {
        public override void Read(int first, Span<UInt128> keys)
        {
            ReadOnlySpan<long> values = (column is IntegerColumn integers ? integers.Values : ((TimestampColumn)column).Ticks).Slice(first, keys.Length);
            UInt128 high = Tagged(tag, 0);
            for (int i = 0; i < keys.Length; i++)
            {
                keys[i] = high | (ulong)values[i];
            }

            ClearMissing(column, first, keys);
        }
    }

    private sealed class Booleans(BooleanColumn column) : KeyReader
    {
        public override void Read(int first, Span<UInt128> keys)
        {
            for (int i = 0; i < keys.Length; i++)
            {
                keys[i] = Tagged(Tag.Boolean, column.Values[first + i] ? 1u : 0);
            }

            ClearMissing(column, first, keys);
        }
    }

    private sealed class Doubles(DoubleColumn column) : KeyReader
    {
        public override void Read(int first, Span<UInt128> keys)
        {
            for (int i = 0; i < keys.Length; i++)
            {
                keys[i] = column.IsMissing(first + i) ? default : OfNumber(column.Values[first + i]);
            }
        }
    }

    private sealed class Levels(CategoryColumn column) : KeyReader
    {
        private readonly UInt128[] _levels = OfLevels(column);

        public override void Read(int first, Span<UInt128> keys)
        {
            ReadOnlySpan<int> codes = column.Codes.Slice(first, keys.Length);
            for (int i = 0; i < keys.Length; i++)
            {
                keys[i] = codes[i] < 0 ? default : _levels[codes[i]];
            }
        }
    }

    private sealed class Texts(TextColumn column) : KeyReader
    {
        public override void Read(int first, Span<UInt128> keys)
        {
            for (int i = 0; i < keys.Length; i++)
            {
                keys[i] = column.IsMissing(first + i) ? default : OfText(column.Utf8(first + i));
            }
        }
    }

    private sealed class Composite(KeyReader[] parts) : KeyReader
    {
        /// <summary>The rows whose parts are held at a time, on the stack.</summary>
        private const int BlockRows = 64;
        private const int MostOnStack = 16;

        public override void Read(int first, Span<UInt128> keys)
        {
            int count = parts.Length;
            Span<UInt128> cells = count <= MostOnStack ? stackalloc UInt128[MostOnStack * BlockRows] : new UInt128[count * BlockRows];
            Span<UInt128> row = count <= MostOnStack ? stackalloc UInt128[MostOnStack] : new UInt128[count];
            row = row[..count];
            for (int start = 0; start < keys.Length; start += BlockRows)
            {
                int rows = Math.Min(BlockRows, keys.Length - start);
                for (int part = 0; part < count; part++)
                {
                    parts[part].Read(first + start, cells.Slice(part * BlockRows, rows));
                }

                for (int i = 0; i < rows; i++)
                {
                    bool isPresent = true;
                    for (int part = 0; part < count; part++)
                    {
                        row[part] = cells[(part * BlockRows) + i];
                        isPresent &= row[part] != default;
                    }

                    keys[start + i] = isPresent ? Tagged(Tag.Several, KeyDigest.Of(row)) : default;
                }
            }
        }
    }
}
