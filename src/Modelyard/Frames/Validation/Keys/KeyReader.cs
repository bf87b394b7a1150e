using System.Runtime.InteropServices;
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
        IntegerColumn integers => new Integers(column, row => integers.Values[row], Tag.Integer),
        TimestampColumn times => new Integers(column, row => times.Ticks[row], Tag.Time),
        BooleanColumn booleans => new Integers(column, row => booleans.Values[row] ? 1 : 0, Tag.Boolean),
        DoubleColumn doubles => new Doubles(doubles),
        CategoryColumn categories => new Levels(categories),
        TextColumn texts => new Texts(texts),
        _ => throw new InvalidOperationException(column.Kind.ToString()),
    };

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

    private sealed class Integers(Column column, Func<int, long> read, Tag tag) : KeyReader
    {
        public override void Read(int first, Span<UInt128> keys)
        {
            UInt128 high = Tagged(tag, 0);
            for (int i = 0; i < keys.Length; i++)
            {
                keys[i] = column.IsMissing(first + i) ? default : high | (ulong)read(first + i);
            }
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
        private readonly UInt128[] _levels = [.. column.Levels.Select(level => OfText(Encoding.UTF8.GetBytes(level)))];

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
        public override void Read(int first, Span<UInt128> keys)
        {
            var rows = new UInt128[parts.Length][];
            for (int part = 0; part < parts.Length; part++)
            {
                rows[part] = new UInt128[keys.Length];
                parts[part].Read(first, rows[part]);
            }

            Span<UInt128> key = parts.Length <= 16 ? stackalloc UInt128[parts.Length] : new UInt128[parts.Length];
            for (int i = 0; i < keys.Length; i++)
            {
                bool isPresent = true;
                for (int part = 0; part < parts.Length; part++)
                {
                    key[part] = rows[part][i];
                    isPresent &= key[part] != default;
                }

                keys[i] = isPresent ? Tagged(Tag.Several, KeyDigest.Of(MemoryMarshal.AsBytes(key))) : default;
            }
        }
    }
}
