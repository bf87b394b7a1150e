using System.Globalization;

namespace Modelyard.Frames.Binning;

/// <summary>Writes intervals as pandas writes them.</summary>
internal static class IntervalTexts
{
    private const int MostDecimals = 20;

    /// <summary>Writes the intervals between edges.</summary>
    /// <param name="edges">The edges.</param>
    /// <param name="options">Which edge belongs to an interval, and how many decimals are shown.</param>
    /// <param name="isWhole">Whether edges are shown without decimals.</param>
    public static string[] Of(double[] edges, CutOptions options, bool isWhole)
    {
        int precision = options.Precision;
        while (precision < MostDecimals && edges.Select(edge => Round(edge, precision)).Distinct().Count() < edges.Length)
        {
            precision++;
        }

        precision = precision == MostDecimals ? options.Precision : precision;
        double[] shown = Array.ConvertAll(edges, edge => Round(edge, precision));
        if (options.Right && options.IncludeLowest)
        {
            // The first interval is open at its left in the text as all are, and so begins a little below.
            shown[0] -= Math.Pow(10, -precision);
            isWhole = false;
        }

        string[] texts = new string[edges.Length - 1];
        for (int i = 0; i < texts.Length; i++)
        {
            string from = Text(shown[i], isWhole), to = Text(shown[i + 1], isWhole);
            texts[i] = options.Right ? $"({from}, {to}]" : $"[{from}, {to})";
        }

        return texts;
    }

    /// <summary>Rounds to decimals, and a number between -1 and 1 to as many significant digits.</summary>
    private static double Round(double value, int precision)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value;
        }

        int digits = Math.Truncate(value) == 0 ? -(int)Math.Floor(Math.Log10(Math.Abs(value))) - 1 + precision : precision;

        // Half to even after scaling, which is how NumPy rounds.
        double scale = Math.Pow(10, digits), scaled = Math.Round(value * scale, MidpointRounding.ToEven) / scale;
        return double.IsFinite(scaled) ? scaled : value;
    }

    private static string Text(double value, bool isWhole)
    {
        string text = value switch
        {
            double.PositiveInfinity => "inf",
            double.NegativeInfinity => "-inf",
            _ when Math.Abs(value) < 1e16 && double.IsInteger(value) => value.ToString(isWhole ? "F0" : "F1", CultureInfo.InvariantCulture),
            _ => value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e'),
        };
        return text;
    }
}
