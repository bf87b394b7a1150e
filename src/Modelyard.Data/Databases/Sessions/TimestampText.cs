using System.Globalization;
using System.Text;

namespace Modelyard.Data.Databases;

/// <summary>Writes and reads times as the texts in which SQLite keeps them: '2001-02-03 04:05:06.0000007', with a 'Z' at the end if they are UTC.</summary>
internal static class TimestampText
{
    /// <summary>The bytes that hold the text of any time.</summary>
    public const int Length = 32;

    private const int Longest = 40;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    public static string Format(long ticks, bool isUtc) =>
        new DateTime(ticks).ToString(isUtc ? "yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'" : "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    /// <summary>Writes a time as UTF-8.</summary>
    /// <returns>The number of bytes.</returns>
    public static int Format(long ticks, bool isUtc, Span<byte> utf8)
    {
        new DateTime(ticks).TryFormat(utf8, out int length, isUtc ? "yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'" : "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        return length;
    }

    /// <summary>Reads a time: one with a zone, which is brought to UTC, if the column is UTC, and one without otherwise.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, bool isUtc, out long ticks)
    {
        ticks = 0;
        if (utf8.Length is < 10 or > Longest)
        {
            return false;
        }

        Span<char> characters = stackalloc char[Longest];
        ReadOnlySpan<char> text = characters[..Encoding.UTF8.GetChars(utf8, characters)];
        if (HasZone(utf8) != isUtc || !DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime time))
        {
            return false;
        }

        ticks = time.Ticks;
        return true;
    }

    /// <summary>Determines whether the text of a time ends with 'Z' or an offset.</summary>
    public static bool HasZone(ReadOnlySpan<byte> utf8) => utf8.Length > 16 && (utf8[^1] is (byte)'Z' or (byte)'z' || utf8[10..].IndexOfAny((byte)'+', (byte)'-') > 0);
}
