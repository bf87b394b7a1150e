using System.Globalization;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Monitoring;

/// <summary>Represents what the reference can say of a window: the weights of its rows, and what stands against an estimate.</summary>
internal sealed class WindowSupport
{
    // A new row is beyond the range of one of d inputs in 2 d of n + 1 cases; three times as many are more than chance.
    private const double OutsideByChance = 3, FewOutside = 0.01;

    private readonly int _rows;

    private WindowSupport(Overlap overlap, int rows, double outsideShare, double expectedOutside, double uncoveredShare)
    {
        Overlap = overlap;
        _rows = rows;
        OutsideShare = outsideShare;
        ExpectedOutside = expectedOutside;
        UncoveredShare = uncoveredShare;
    }

    internal Overlap Overlap { get; }

    /// <summary>Gets the share of the rows with a value that no row of the reference has the like of; NaN if the inputs are not known.</summary>
    internal double OutsideShare { get; }

    /// <summary>Gets the share of such rows, or of those about which the reference has too few.</summary>
    internal double UncoveredShare { get; }

    private double ExpectedOutside { get; }

    internal static WindowSupport Of(ReferenceRows reference, PredictionWindow window, Matrix features, FitContext context)
    {
        Overlap overlap = Overlap.Learn(reference.Features, features, reference.Schema, reference.Weights, context);
        int outside = 0, uncovered = 0;
        for (int row = 0; row < window.Rows; row++)
        {
            bool isOutside = reference.Ranges?.IsOutside(window.Inputs!.Features.Row(row)) == true;
            outside += isOutside ? 1 : 0;
            uncovered += isOutside || !overlap.IsCovered[row] ? 1 : 0;
        }

        double expected = Math.Min(1, 2.0 * (reference.Inputs?.FeatureCount ?? 0) / (reference.Features.Rows + 1)), share = (double)outside / window.Rows;
        double uncoveredShare = (double)uncovered / window.Rows;
        return new WindowSupport(overlap, window.Rows, reference.Ranges is null ? double.NaN : share, expected, Math.Max(0, uncoveredShare - Math.Min(share, expected)));
    }

    /// <summary>Says in words what stands against an estimate.</summary>
    /// <param name="leastEffectiveRows">The least number of effective rows.</param>
    /// <param name="mostUncovered">The greatest share of rows that the reference does not cover.</param>
    /// <param name="problems">Receives sentences.</param>
    /// <returns>Whether the estimate can be relied on.</returns>
    internal bool Describe(double leastEffectiveRows, double mostUncovered, List<string> problems)
    {
        static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";
        static string Count(double rows) => rows.ToString("N0", CultureInfo.InvariantCulture);
        bool isReliable = true;
        if (Overlap.EffectiveRows < leastEffectiveRows)
        {
            isReliable = false;
            problems.Add($"The reference says as much of this window as {Count(Overlap.EffectiveRows)} rows of its own would, and {Count(leastEffectiveRows)} are needed: the inputs have moved too far. The estimate is not to be relied on, and intervals are withheld.");
        }

        if (UncoveredShare > mostUncovered)
        {
            isReliable = false;
            problems.Add($"{Percent(UncoveredShare)} of the rows lie where the reference has none or too few, and at most {Percent(mostUncovered)} may. The estimate is not to be relied on, and intervals are withheld.");
        }
        else if (UncoveredShare > FewOutside && UncoveredShare * _rows >= 2)
        {
            problems.Add($"{Percent(UncoveredShare)} of the rows lie where the reference has none or too few; for them the estimate is a guess.");
        }

        if (OutsideShare > Math.Max(FewOutside, OutsideByChance * ExpectedOutside))
        {
            problems.Add($"{Percent(OutsideShare)} of the rows hold a value that is outside of the range of the reference, or a level that it does not have.");
        }

        return isReliable;
    }
}
