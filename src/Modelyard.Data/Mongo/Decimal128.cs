using System.Globalization;
using System.Text;

namespace Modelyard.Data.Mongo;

/// <summary>Writes the decimals of BSON: 34 digits and an exponent, as IEEE 754-2008 encodes them with a binary integer.</summary>
internal static class Decimal128
{
    private const int Bias = 6176;
    private const int MostDigits = 34;
    private const int SignificantDigits = 15;

    /// <summary>Gets the text of a decimal, without loss.</summary>
    /// <param name="bits">The bits.</param>
    public static string Format(UInt128 bits)
    {
        bool isNegative = (bits >> 127) != 0;
        ulong high = (ulong)(bits >> 64);
        if ((high >> 58 & 0x1F) == 0x1F)
        {
            return "NaN";
        }

        if ((high >> 58 & 0x1F) == 0x1E)
        {
            return isNegative ? "-Infinity" : "Infinity";
        }

        // Coefficients that would need the other form have more than 34 digits, and count as zero.
        bool isLarge = (high >> 61 & 3) == 3;
        int exponent = (int)(high >> (isLarge ? 47 : 49) & 0x3FFF) - Bias;
        UInt128 coefficient = isLarge ? 0 : bits & ((UInt128.One << 113) - 1);
        string digits = coefficient.ToString(CultureInfo.InvariantCulture);
        return (isNegative ? "-" : "") + (digits.Length > MostDigits ? "0" : Place(digits, exponent));
    }

    /// <summary>Determines whether a double gives back all digits of a decimal, and its magnitude is that of a double.</summary>
    /// <param name="text">The text of the decimal.</param>
    public static bool IsDouble(string text)
    {
        int exponent = text.IndexOf('E', StringComparison.Ordinal);
        ReadOnlySpan<char> mantissa = exponent < 0 ? text : text.AsSpan(0, exponent);
        var digits = new StringBuilder();
        foreach (char digit in mantissa)
        {
            digits.Append(char.IsAsciiDigit(digit) ? digit : "");
        }

        double value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        string significant = digits.ToString().Trim('0');
        return significant.Length <= SignificantDigits && double.IsFinite(value) && (significant.Length == 0 || Math.Abs(value) > 1e-290);
    }

    private static string Place(string digits, int exponent)
    {
        int adjusted = exponent + digits.Length - 1;
        if (exponent > 0 || adjusted < -6)
        {
            string mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
            return string.Create(CultureInfo.InvariantCulture, $"{mantissa}E{(adjusted < 0 ? "" : "+")}{adjusted}");
        }

        if (exponent == 0)
        {
            return digits;
        }

        int point = digits.Length + exponent;
        return point > 0 ? $"{digits[..point]}.{digits[point..]}" : "0." + new string('0', -point) + digits;
    }
}
