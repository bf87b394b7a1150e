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

    private static string Timestamp(double seconds)
    {
        const double Least = -62_135_596_800, Greatest = 253_402_300_799;
        return seconds is >= Least and <= Greatest
            ? DateTime.UnixEpoch.AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
            : seconds.ToString(CultureInfo.InvariantCulture);
    }
}
