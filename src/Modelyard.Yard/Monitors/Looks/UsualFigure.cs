using Modelyard.Charts;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says how a figure that has no test of its own is held against what is usual: by the law of a further value, of its logarithm or of its share.</summary>
/// <param name="Name">The figure.</param>
/// <param name="What">What it is, in words.</param>
/// <param name="IsShare">Whether it is a share of rows.</param>
/// <param name="BothWays">Whether less than usual is told too.</param>
/// <param name="Least">The least factor that matters; of a share the least difference.</param>
internal sealed record UsualFigure(string Name, string What, bool IsShare, bool BothWays, double Least)
{
    // A share of nothing has no logarithm; so much is added to any figure.
    private const double Grain = 1;

    /// <summary>Holds a figure against what is usual.</summary>
    /// <param name="value">The figure.</param>
    /// <param name="usual">What is usual.</param>
    /// <param name="least">The chance that it has at least, as a count of few rows; 0 where that is not known.</param>
    /// <returns>The figure beside what is usual.</returns>
    internal HeldFigure Hold(double value, UsualLevel usual, double least)
    {
        double now = Scale(value), typical = usual.Typical, upper = usual.AtLeast(now), chance = BothWays ? Math.Min(1, 2 * Math.Min(upper, usual.AtMost(now))) : upper;
        return new HeldFigure(Name, Math.Max(chance, least), SideOf(value, typical) != 0, $"{What}: {Text(typical)} is usual, and {Text(value)} now");
    }

    /// <summary>Holds a figure against those of the windows before.</summary>
    /// <param name="value">The figure.</param>
    /// <param name="before">Those of the windows before; NaN is left out.</param>
    /// <returns>The figure beside what is usual; null if too little is known.</returns>
    internal HeldFigure? Hold(double value, IReadOnlyList<double> before)
    {
        double[] known = [.. before.Where(double.IsFinite)];
        return !double.IsFinite(value) || known.Length < OperationLook.Fewest ? null : Hold(value, UsualLevel.Of(this, known), 0);
    }

    /// <summary>Says on which side of what is usual a figure lies, by as much as matters.</summary>
    /// <returns>1 above, -1 below where that is told too, or 0.</returns>
    internal int SideOf(double value, double typical)
    {
        (bool above, bool below) = IsShare ? (value - typical >= Least, typical - value >= Least) : (value + Grain >= (typical + Grain) * Least, (value + Grain) * Least <= typical + Grain);
        return above ? 1 : below && BothWays ? -1 : 0;
    }

    /// <summary>Counts what the figure is of in a window; NaN of one that is no count.</summary>
    internal double CountOf(MonitorWindow window) => Name switch
    {
        MeasureNames.Volume => window.Measure(Name),
        MeasureNames.Throughput => RequestsOf(window),
        _ => double.NaN,
    };

    /// <summary>Computes what chance a count has at least beside those of windows, and a share of few rows or requests; 0 of another figure.</summary>
    internal double LeastChance(MonitorWindow window, IReadOnlyList<MonitorWindow> before) => Name switch
    {
        MeasureNames.Volume or MeasureNames.Throughput => CountLaw.Chance(CountOf(window), [.. before.Select(CountOf)]),
        MeasureNames.Duplicates => CountLaw.Chance(window.Measure(Name), window.Rows, [.. before.Select(one => (one.Measure(Name), (double)one.Rows))]),
        MeasureNames.Errors or MeasureNames.Refused => CountLaw.Chance(window.Measure(Name), RequestsOf(window), [.. before.Select(one => (one.Measure(Name), RequestsOf(one)))]),
        _ => 0,
    };

    /// <summary>Brings a figure to the scale on which it varies alike.</summary>
    internal double Scale(double value) => IsShare ? Math.Asin(Math.Sqrt(Math.Clamp(value, 0, 1))) : Math.Log(Math.Max(0, value) + Grain);

    /// <summary>Brings a figure that is no share back.</summary>
    internal double Unscale(double scaled) => Math.Exp(scaled) - Grain;

    private static double RequestsOf(MonitorWindow window) => window.Measure(MeasureNames.Throughput) * (window.End - window.Start).TotalMinutes;

    private string Text(double value) => IsShare ? NumberText.PlainPercent(value) : NumberText.Value(value);
}
