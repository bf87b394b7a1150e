using System.Globalization;
using Modelyard.Learning;

namespace Modelyard.Explanation;

/// <summary>Writes what an encoded cell stands for.</summary>
internal static class CellText
{
    /// <summary>Writes a cell; null if it is missing.</summary>
    internal static string? Of(Feature column, double value) => double.IsNaN(value) ? null : column.Kind switch
    {
        FeatureKind.Boolean => value != 0 ? "true" : "false",
        FeatureKind.Categorical => value >= 0 && value < column.Levels.Count ? column.Levels[(int)value] : "(unknown)",
        FeatureKind.Timestamp => Timestamp(value),
        FeatureKind.Text => value == 1 ? "1 word" : string.Create(CultureInfo.InvariantCulture, $"{value} words"),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Writes a cell for reading: a number that is not whole with six significant digits, or two decimals if that is more.</summary>
    internal static string? ForReading(Feature column, double value) =>
        Of(column, column.Kind == FeatureKind.Numeric && double.IsFinite(value) ? Rounded(value) : value);

    private static double Rounded(double value)
    {
        const int Digits = 6, Decimals = 2, Most = 15;
        int decimals = value == 0 ? 0 : Digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return decimals <= Most ? Math.Round(value, Math.Max(Decimals, decimals)) : double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static string Timestamp(double seconds)
    {
        const double Least = -62_135_596_800, Greatest = 253_402_300_799, Day = 86_400;
        return seconds is >= Least and <= Greatest
            ? DateTime.UnixEpoch.AddSeconds(seconds).ToString(seconds % Day == 0 ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
            : seconds.ToString(CultureInfo.InvariantCulture);
    }
}
