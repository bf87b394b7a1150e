using Modelyard.Metrics;

namespace Modelyard.Reports.Content;

/// <summary>Represents what is earned a row as ever more rows are predicted positive.</summary>
/// <param name="Shares">The share of the rows predicted positive, in ascending order.</param>
/// <param name="Profits">What is earned a row, on average; below zero it is a cost.</param>
/// <param name="BestThreshold">The probability from which on predicting the positive class earns most; infinite if never to predict it does.</param>
/// <param name="BestShare">The share of the rows that it is then predicted for.</param>
/// <param name="BestProfit">What is then earned a row.</param>
public sealed record ReportProfit(IReadOnlyList<double> Shares, IReadOnlyList<double> Profits, double BestThreshold, double BestShare, double BestProfit)
{
    /// <summary>Gets the share of the rows that the model in use predicts positive; NaN if it is not known.</summary>
    public double UsedShare { get; init; } = double.NaN;

    /// <summary>Gets what the model in use earns a row; NaN if it is not known.</summary>
    public double UsedProfit { get; init; } = double.NaN;

    /// <summary>Gathers what a curve shows.</summary>
    /// <param name="curve">The curve.</param>
    /// <returns>What it shows.</returns>
    public static ReportProfit Of(ProfitCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        IReadOnlyList<ProfitPoint> points = curve.Thin();
        ProfitPoint best = curve.Best;
        return new ReportProfit([.. points.Select(point => point.Share)], [.. points.Select(point => point.Profit)], best.Threshold, best.Share, best.Profit);
    }
}
