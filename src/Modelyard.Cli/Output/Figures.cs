namespace Modelyard.Cli;

/// <summary>Formats figures for people.</summary>
internal static class Figures
{
    /// <summary>Formats a score with four significant figures or decimals.</summary>
    internal static string Score(double value) => double.IsNaN(value) ? "-" : Math.Abs(value) switch
    {
        >= 1e7 => value.ToString("0.000E+0"),
        >= 1000 => value.ToString("#,0"),
        >= 10 => value.ToString("0.00"),
        _ => value.ToString("0.0000"),
    };

    internal static string Seconds(double value) => double.IsNaN(value) ? "-" : value < 0.95 ? value.ToString("0.00") + " s" : value.ToString("#,0.0") + " s";
}
