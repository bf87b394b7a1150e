using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Modelyard.Data.Parquet.Format;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Writes the cells of a column as texts.</summary>
internal static class TextForm
{
    private const int UuidBytes = 16, Longest = 64;

    /// <summary>Writes cells.</summary>
    /// <param name="field">Their column.</param>
    /// <param name="values">The cells as they stand in the file.</param>
    /// <param name="scratch">Memory for the texts.</param>
    /// <returns>The texts.</returns>
    /// <exception cref="ParquetFormatException">A cell is no text in UTF-8, or no time of day.</exception>
    public static PageValues Write(FlatField field, PageValues values, CellBlock scratch)
    {
        if (field.Form == CellForm.Text)
        {
            Check(values);
            return values;
        }

        scratch.Clear();
        byte[] longer = [];
        Span<byte> text = stackalloc byte[Longest];
        for (int i = 0; i < values.Count; i++)
        {
            ReadOnlySpan<byte> cell = values[i];
            if (field.Form != CellForm.Bytes)
            {
                scratch.Add(text[..Write(field, cell, text)]);
                continue;
            }

            int length = Base64.GetMaxEncodedToUtf8Length(cell.Length);
            longer = longer.Length < length ? new byte[length] : longer;
            Base64.EncodeToUtf8(cell, longer, out _, out int written);
            scratch.Add(longer.AsSpan(0, written));
        }

        return scratch.Values;
    }

    private static int Write(FlatField field, ReadOnlySpan<byte> cell, Span<byte> text)
    {
        switch (field.Form)
        {
            case CellForm.Uuid:
                new Guid(cell[..UuidBytes], bigEndian: true).TryFormat(text, out int length);
                return length;
            case CellForm.TimeOfDay:
                return WriteTime(field, field.Type == PhysicalType.Int32 ? BinaryPrimitives.ReadInt32LittleEndian(cell) : BinaryPrimitives.ReadInt64LittleEndian(cell), text);
            default:
                return LongNumber.Format(field, LongNumber.Of(field, cell), text);
        }
    }

    private static int WriteTime(FlatField field, long value, Span<byte> text)
    {
        const long SecondsPerDay = 86_400, SecondsPerHour = 3_600, SecondsPerMinute = 60;
        if (value < 0 || value > SecondsPerDay * field.UnitsPerSecond)
        {
            throw new ParquetFormatException($"The time of day '{value}' is not within a day of '{SecondsPerDay * field.UnitsPerSecond}'.");
        }

        (long seconds, long part) = Math.DivRem(value, field.UnitsPerSecond);
        Two(text, seconds / SecondsPerHour);
        text[2] = (byte)':';
        Two(text[3..], seconds % SecondsPerHour / SecondsPerMinute);
        text[5] = (byte)':';
        Two(text[6..], seconds % SecondsPerMinute);
        int at = 8;
        if (part > 0)
        {
            text[at++] = (byte)'.';

            // The digits after the point, those behind the last that is not zero left out.
            (part + field.UnitsPerSecond).TryFormat(text[at..], out int digits, default, CultureInfo.InvariantCulture);
            text.Slice(at + 1, digits - 1).CopyTo(text[at..]);
            at += text.Slice(at, digits - 1).TrimEnd((byte)'0').Length;
        }

        if (field.IsUtc)
        {
            "+00"u8.CopyTo(text[at..]);
            at += 3;
        }

        return at;
    }

    private static void Two(Span<byte> text, long value)
    {
        text[0] = (byte)('0' + (value / 10));
        text[1] = (byte)('0' + (value % 10));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Check(PageValues values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (!Utf8.IsValid(values[i]))
            {
                throw new ParquetFormatException("A text is not UTF-8.");
            }
        }
    }
}
