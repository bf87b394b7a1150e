using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Modelyard.Frames.Summaries;

/// <summary>Makes numbers of cells by which different ones are told apart, the same in every process and whichever chunk a cell is in.</summary>
/// <remarks>Numbers, times and booleans are told apart exactly, and texts of up to 15 bytes; longer ones by 120 bits of two hashes.</remarks>
internal static class CellKeys
{
    private const int LongestExact = 15;
    private const int LengthShift = 120;
    private const ulong First = 0x9E3779B97F4A7C15, Second = 0xC2B2AE3D27D4EB4F;

    /// <summary>Reads the keys of a column, in which zero stands for a missing cell.</summary>
    public static UInt128[] Of(Column column)
    {
        var keys = new UInt128[column.Length];
        switch (column)
        {
            case CategoryColumn category:
                UInt128[] levels = OfLevels(category);
                for (int row = 0; row < keys.Length; row++)
                {
                    keys[row] = category.Codes[row] < 0 ? default : levels[category.Codes[row]];
                }

                break;
            case TextColumn text:
                for (int row = 0; row < keys.Length; row++)
                {
                    keys[row] = text.IsMissing(row) ? default : Of(text.Utf8(row));
                }

                break;
            default:
                ulong[] orders = new ulong[column.Length];
                column.CopySortKeys(orders);
                for (int row = 0; row < keys.Length; row++)
                {
                    keys[row] = column.IsMissing(row) ? default : OfNumber(orders[row]);
                }

                break;
        }

        return keys;
    }

    /// <summary>Reads the keys of the levels of a category.</summary>
    public static UInt128[] OfLevels(CategoryColumn category) => [.. category.Levels.Select(level => Of(Encoding.UTF8.GetBytes(level)))];

    /// <summary>Mixes a key to 64 bits.</summary>
    public static ulong Mix(UInt128 key) => (ulong)key ^ ((ulong)(key >> 64) * First);

    // Not zero, and in the order of the numbers.
    private static UInt128 OfNumber(ulong order) => ((UInt128)1 << 64) | order;

    private static UInt128 Of(ReadOnlySpan<byte> utf8)
    {
        UInt128 key = (UInt128)(ulong)Math.Min(utf8.Length + 1, LongestExact + 2) << LengthShift;
        if (utf8.Length <= LongestExact)
        {
            UInt128 value = 0;
            foreach (byte unit in utf8)
            {
                value = (value << 8) | unit;
            }

            return key | value;
        }

        ulong a = (ulong)utf8.Length, b = ~a;
        for (; utf8.Length >= sizeof(ulong); utf8 = utf8[sizeof(ulong)..])
        {
            (a, b) = Step(a, b, BinaryPrimitives.ReadUInt64LittleEndian(utf8));
        }

        ulong rest = 0;
        foreach (byte unit in utf8)
        {
            rest = (rest << 8) | unit;
        }

        (a, b) = Step(a, b, rest);
        return key | (((UInt128)(a >> 8) << 64) | b);
    }

    private static (ulong First, ulong Second) Step(ulong a, ulong b, ulong word)
    {
        a = BitOperations.RotateLeft(a ^ word, 29) * First;
        b = BitOperations.RotateLeft(b + word, 37) * Second;
        return (a ^ (a >> 32), b ^ (b >> 29));
    }
}
