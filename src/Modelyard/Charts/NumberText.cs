using System.Globalization;

namespace Modelyard.Charts;

/// <summary>Writes numbers for people: thousands separated, few decimals, a true minus sign, the same in every culture.</summary>
public static class NumberText
{
    private const string Missing = "–";
    private const double LeastChance = 0.0001;
    private static readonly (double Unit, string Suffix)[] Units = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")];

    /// <summary>Writes a score with four significant digits and at most four decimals, such as 0.8431 or 1,234.</summary>
    /// <param name="value">The score; NaN is written as a dash.</param>
    /// <returns>The text.</returns>
    public static string Score(double value)
    {
        double size = Math.Abs(value);
        return size switch
        {
            double.NaN or double.PositiveInfinity => Special(value),
            0 => "0",
            < 5e-5 or >= 1e9 => Scientific(value),
            < 10 => Fixed(value, size < 1 ? 4 : 3),
            < 100 => Fixed(value, 2),
            < 1000 => Fixed(value, 1),
            _ => Fixed(value, 0),
        };
    }

    /// <summary>Writes a value of a column with up to four significant digits and no trailing zeros, such as 12.5 or 0.01.</summary>
    /// <param name="value">The value; NaN is written as a dash.</param>
    /// <returns>The text.</returns>
    public static string Value(double value)
    {
        double size = Math.Abs(value);
        if (!double.IsFinite(value))
        {
            return Special(value);
        }

        if (size != 0 && (size < 1e-4 || size >= 1e9))
        {
            return Scientific(value);
        }

        int decimals = size == 0 ? 0 : Math.Clamp(3 - (int)Math.Floor(Math.Log10(size)), 0, 7);
        string text = Math.Round(value, Math.Min(decimals, 7)).ToString("#,##0.#######", CultureInfo.InvariantCulture);
        return Signed(text);
    }

    /// <summary>Writes an estimate with its standard error, to the digits that the error leaves, such as −0.56 ± 0.27 or 1,250 ± 31.</summary>
    /// <param name="value">The estimate; NaN is written as a dash.</param>
    /// <param name="error">Its standard error; where it is 0 or unknown the estimate stands alone, as <see cref="Value"/> writes it.</param>
    /// <returns>The text.</returns>
    public static string WithError(double value, double error)
    {
        // An error of that little is rounding alone; beside 0, where no size is known, if quantities are about 1.
        const double Smallest = 1e-5, Rounding = 1e-12, RoundingOfOne = 1e-15;
        if (!double.IsFinite(value) || !(error > (value == 0 ? RoundingOfOne : Rounding * Math.Abs(value))) || !double.IsFinite(error))
        {
            return Value(value);
        }

        // Two digits of the error, but no more than four of the estimate.
        int ofError = Math.Max(0, 1 - (int)Math.Floor(Math.Log10(error))), ofValue = value == 0 ? int.MaxValue : Math.Max(0, 3 - (int)Math.Floor(Math.Log10(Math.Max(Math.Abs(value), error))));
        return error < Smallest || ofError > ofValue
            ? $"{Value(value)} ± {Value(OneDigit(error))}"
            : $"{Fixed(value, ofError)} ± {Fixed(error, ofError)}";
    }

    /// <summary>Writes a number with a given number of decimals.</summary>
    /// <param name="value">The number; NaN is written as a dash.</param>
    /// <param name="decimals">The number of decimals, from 0 to 15.</param>
    /// <returns>The text.</returns>
    public static string Fixed(double value, int decimals) => double.IsFinite(value)
        ? Signed(value.ToString(string.Create(CultureInfo.InvariantCulture, $"N{Math.Clamp(decimals, 0, 15)}"), CultureInfo.InvariantCulture))
        : Special(value);

    /// <summary>Writes a whole number with its thousands separated.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The text.</returns>
    public static string Count(long value) => Signed(value.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>Writes how many there are of something, such as 1 row or 7,043 rows.</summary>
    /// <param name="count">The number.</param>
    /// <param name="one">What one of them is called.</param>
    /// <param name="several">What several are called; null adds an s.</param>
    /// <returns>The text.</returns>
    public static string Counted(long count, string one, string? several = null) => $"{Count(count)} {(count == 1 ? one : several ?? one + "s")}";

    /// <summary>Writes a number with three significant digits and a unit for thousands and more, such as 1.2M.</summary>
    /// <param name="value">The number; NaN is written as a dash.</param>
    /// <returns>The text.</returns>
    public static string Compact(double value)
    {
        double size = Math.Abs(value);
        if (!double.IsFinite(value))
        {
            return Special(value);
        }

        if (size >= 1e15 || (size < 1e-4 && size != 0))
        {
            return Scientific(value);
        }

        foreach ((double unit, string suffix) in Units)
        {
            // 999.6 thousand rounds to 1.00M, not to 1,000k.
            if (size >= unit * 0.9995 && size >= 1000)
            {
                return ThreeDigits(value / unit) + suffix;
            }
        }

        return ThreeDigits(value);
    }

    /// <summary>Writes a share of one as per cent, such as 73.5 %.</summary>
    /// <param name="share">The share; NaN is written as a dash.</param>
    /// <param name="decimals">The number of decimals; null takes one below 10 % and above 90 %, else none.</param>
    /// <returns>The text.</returns>
    public static string Percent(double share, int? decimals = null)
    {
        if (!double.IsFinite(share))
        {
            return Special(share);
        }

        double percent = share * 100;
        if (decimals is null && percent is > 0 and < 0.1)
        {
            return "<\u00A00.1\u00A0%";
        }

        bool whole = percent == Math.Round(percent);
        int digits = decimals ?? (!whole && (percent is < 10 or > 90) ? 1 : 0);
        return Fixed(percent, digits) + "\u00A0%";
    }

    /// <summary>Writes a share of one as per cent with a plain space, for texts that are read at a terminal or by programs.</summary>
    /// <param name="share">The share; NaN is written as a dash.</param>
    /// <returns>The text.</returns>
    public static string PlainPercent(double share) => Percent(share).Replace('\u00A0', ' ');

    /// <summary>Writes a duration in the unit that suits it, such as 35 ms, 1.2 s or 3 min 20 s.</summary>
    /// <param name="seconds">The duration in seconds; NaN is written as a dash.</param>
    /// <returns>The text.</returns>
    public static string Duration(double seconds) => seconds switch
    {
        double.NaN or double.PositiveInfinity or double.NegativeInfinity => Missing,
        < 0.0005 => "<\u00A01\u00A0ms",
        < 0.0995 => Fixed(seconds * 1000, 0) + "\u00A0ms",
        < 9.95 => Fixed(seconds, 1) + "\u00A0s",
        < 59.5 => Fixed(seconds, 0) + "\u00A0s",
        < 3599.5 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(Math.Round(seconds) / 60)}\u00A0min {Math.Round(seconds) % 60}\u00A0s"),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"{Math.Floor(Math.Round(seconds / 60) / 60)}\u00A0h {Math.Round(seconds / 60) % 60}\u00A0min"),
    };

    /// <summary>Writes the chance of a test; one that is an upper bound alone, as that of a few replicates, says so.</summary>
    internal static string Chance(double value, bool isUpperBound = false) => double.IsNaN(value) ? Missing
        : value < LeastChance ? "<\u00A00.0001"
        : (isUpperBound ? "≤\u00A0" : "") + Score(value);

    private static double OneDigit(double value)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return Math.Round(value / unit) * unit;
    }

    private static string ThreeDigits(double value)
    {
        double size = Math.Abs(value);
        string pattern = size switch { >= 99.95 => "#,##0", >= 9.995 => "0.#", >= 0.9995 => "0.##", _ => "0.####" };
        return Signed(value.ToString(pattern, CultureInfo.InvariantCulture));
    }

    private static string Scientific(double value) => Signed(value.ToString("0.##e0", CultureInfo.InvariantCulture));

    private static string Special(double value) => value switch
    {
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        _ => Missing,
    };

    // A rounded "-0" is zero, and the hyphen is narrower than the digits of its neighbours.
    private static string Signed(string text) => text.AsSpan().ContainsAnyInRange('1', '9') ? text.Replace('-', '−') : text.TrimStart('-');
}
