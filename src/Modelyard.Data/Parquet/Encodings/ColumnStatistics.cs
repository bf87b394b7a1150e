using System.Text;

namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Represents what is known of the cells of a column of a row group: readers leave out row groups by it.</summary>
/// <param name="Missing">The number of missing cells.</param>
/// <param name="Minimum">A bound that no cell is below, as the cells are stored; null if there is none.</param>
/// <param name="Maximum">A bound that no cell is above, as the cells are stored; null if there is none.</param>
/// <param name="IsMinimumExact">Whether a cell is equal to the lower bound.</param>
/// <param name="IsMaximumExact">Whether a cell is equal to the upper bound.</param>
internal sealed record ColumnStatistics(int Missing, byte[]? Minimum = null, byte[]? Maximum = null, bool IsMinimumExact = true, bool IsMaximumExact = true)
{
    /// <summary>The greatest number of bytes of a bound of texts.</summary>
    public const int LongestText = 64;

    /// <summary>Makes the statistics of texts, whose bounds are shortened if they are long.</summary>
    public static ColumnStatistics OfTexts(int missing, ReadOnlySpan<byte> minimum, ReadOnlySpan<byte> maximum) =>
        new(missing, Start(minimum).ToArray(), Above(maximum), minimum.Length <= LongestText, maximum.Length <= LongestText);

    /// <summary>Gets the beginning of a text that ends with a whole character: it is not above the text.</summary>
    private static ReadOnlySpan<byte> Start(ReadOnlySpan<byte> text)
    {
        if (text.Length <= LongestText)
        {
            return text;
        }

        int length = LongestText;
        while (length > 0 && (text[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return text[..length];
    }

    /// <summary>Makes a short text above all that begin as a long one does: the last character that has a next one becomes it.</summary>
    private static byte[]? Above(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> start = Start(text);
        if (start.Length == text.Length)
        {
            return text.ToArray();
        }

        while (start.Length > 0)
        {
            if (Rune.DecodeLastFromUtf8(start, out Rune last, out int length) != System.Buffers.OperationStatus.Done)
            {
                return null;
            }

            start = start[..^length];
            if (last.Value < 0x10FFFF)
            {
                // Between the last character before the surrogates and the first one after them is none.
                var next = new Rune(last.Value == 0xD7FF ? 0xE000 : last.Value + 1);
                Span<byte> room = stackalloc byte[4];
                return [.. start, .. room[..next.EncodeToUtf8(room)]];
            }
        }

        return null;
    }
}
