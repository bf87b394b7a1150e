using System.Globalization;

namespace Modelyard.Inference;

/// <summary>Writes numbers of summaries.</summary>
public static class SummaryNumber
{
    private const double LeastPValue = 0.0001;

    /// <summary>Writes a number with five significant figures.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The text, the same in every culture; '-' where there is no number.</returns>
    public static string Text(double value)
    {
        if (double.IsNaN(value))
        {
            return "-";
        }

        double size = Math.Abs(value);
        if (double.IsInfinity(value) || value == 0)
        {
            return value.ToString("0", CultureInfo.InvariantCulture);
        }

        if (size is >= 1e7 or < 1e-4)
        {
            return value.ToString("0.0000E+0", CultureInfo.InvariantCulture);
        }

        int decimals = Math.Clamp(4 - (int)Math.Floor(Math.Log10(size)), 0, 8);
        return value == Math.Floor(value) && size >= 1 ? value.ToString("0", CultureInfo.InvariantCulture) : value.ToString("F" + decimals, CultureInfo.InvariantCulture);
    }

    /// <summary>Writes a ratio so that its distance from 1 is seen, such as 1.0000213.</summary>
    internal static string Ratio(double value)
    {
        const double Near = 0.001, Rounding = 1e-12;
        double distance = Math.Abs(value - 1);
        return distance is < Near and > Rounding ? value.ToString($"F{Math.Max(4, 2 - (int)Math.Floor(Math.Log10(distance)))}", CultureInfo.InvariantCulture) : Text(value);
    }

    /// <summary>Writes the probability of a test.</summary>
    /// <param name="value">The probability.</param>
    /// <returns>Four decimals, or '&lt; 0.0001'.</returns>
    public static string PValue(double value) => double.IsNaN(value) ? "-" : value < LeastPValue ? "< 0.0001" : value.ToString("0.0000", CultureInfo.InvariantCulture);
}
