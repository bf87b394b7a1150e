using Modelyard.Charts;
using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says how a figure that has no test of its own is held against what is usual: by the law of a further normal value, of its logarithm or of its share.</summary>
/// <param name="Name">The figure.</param>
/// <param name="What">What it is, in words.</param>
/// <param name="IsShare">Whether it is a share of rows.</param>
/// <param name="BothWays">Whether less than usual is told too.</param>
/// <param name="Least">The least factor that matters; of a share the least difference.</param>
internal sealed record UsualFigure(string Name, string What, bool IsShare, bool BothWays, double Least)
{
    // A share of nothing has no logarithm; so much is added to any figure.
    private const double Grain = 1;

    /// <summary>Holds a figure against those of the windows before.</summary>
    /// <param name="value">The figure.</param>
    /// <param name="before">Those of the windows before.</param>
    /// <param name="least">The chance that it has at least, as a count of few rows; 0 where that is not known.</param>
    /// <returns>The figure beside what is usual; null if too little is known.</returns>
    internal HeldFigure? Hold(double value, IReadOnlyList<double> before, double least = 0)
    {
        double[] known = [.. before.Where(double.IsFinite)];
        if (!double.IsFinite(value) || known.Length < OperationLook.Fewest)
        {
            return null;
        }

        double[] scaled = Array.ConvertAll(known, Scale);
        UsualEffect usual = UsualEffect.Of(scaled)!;
        double now = Scale(value), upper = usual.Chance(now), chance = BothWays ? Math.Min(1, 2 * Math.Min(upper, 1 - upper + (usual.StandardDeviation == 0 && now == usual.Mean ? 1 : 0))) : upper;
        double typical = IsShare ? known.Average() : Math.Exp(scaled.Average()) - Grain;
        bool matters = IsShare ? (BothWays ? Math.Abs(value - typical) : value - typical) >= Least : value + Grain >= (typical + Grain) * Least || (BothWays && (value + Grain) * Least <= typical + Grain);
        return new HeldFigure(Name, Math.Max(chance, least), matters, $"{What}: {Text(typical)} is usual, and {Text(value)} now");
    }

    private double Scale(double value) => IsShare ? Math.Asin(Math.Sqrt(Math.Clamp(value, 0, 1))) : Math.Log(Math.Max(0, value) + Grain);

    private string Text(double value) => IsShare ? NumberText.PlainPercent(value) : NumberText.Value(value);
}
