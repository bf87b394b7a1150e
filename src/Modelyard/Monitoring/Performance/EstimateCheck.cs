using System.Globalization;
using Modelyard.Charts;
using Modelyard.Metrics;
using Modelyard.Probability;

namespace Modelyard.Monitoring;

/// <summary>Represents how an estimate compares with what came.</summary>
public sealed class EstimateCheck
{
    private const double Level = 0.01;

    private EstimateCheck(PerformanceEstimate estimate, IReadOnlyList<MetricCheck> metrics) => (Estimate, Metrics) = (estimate, metrics);

    /// <summary>Gets the estimate of the rows, made without their labels.</summary>
    public PerformanceEstimate Estimate { get; }

    /// <summary>Gets the metrics, expected and seen.</summary>
    public IReadOnlyList<MetricCheck> Metrics { get; }

    /// <summary>Gets the least p-value, with regard to all metrics (Holm); NaN if nothing could be compared.</summary>
    public double PValue => Metrics.Select(one => one.AdjustedPValue).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();

    /// <summary>Gets a value indicating whether what came differs from what was expected by more than chance: the same inputs lead to something else than on the reference.</summary>
    public bool Missed => PValue <= Level;

    /// <summary>Gets what came out, in a sentence.</summary>
    public string Summary
    {
        get
        {
            if (double.IsNaN(PValue))
            {
                return "Nothing can be compared: no interval could be given. " + string.Join(" ", Estimate.Warnings);
            }

            MetricCheck worst = Metrics.Where(one => double.IsFinite(one.PValue)).MinBy(one => one.PValue)!;
            string seen = $"{worst.Estimate.Metric.Title} is {NumberText.Score(worst.Realised)}, and {NumberText.Score(worst.Estimate.Value)} [{NumberText.Score(worst.Estimate.Low)}, {NumberText.Score(worst.Estimate.High)}] was expected (p {NumberText.Score(worst.AdjustedPValue)})";
            return Missed
                ? $"The estimate missed: {seen}. The inputs do not explain it: concept drift is likely, and estimates are not to be relied on until the reference is renewed."
                : $"The estimate holds on {Estimate.Rows.ToString("N0", CultureInfo.InvariantCulture)} rows. Farthest off: {seen}.";
        }
    }

    internal static EstimateCheck Of(PerformanceEstimate estimate, Predictions labelled)
    {
        double[] realised = [.. estimate.Metrics.Select(one => one.Metric.Score(labelled))];
        double[] chances = [.. estimate.Metrics.Select((one, i) => one.StandardError > 0 ? 2 * Normal.Cumulative(-Math.Abs(realised[i] - one.Value) / one.StandardError) : double.NaN)];
        IReadOnlyList<double> adjusted = MultipleTests.Holm(chances);
        return new EstimateCheck(estimate, [.. estimate.Metrics.Select((one, i) => new MetricCheck(one, realised[i], chances[i], adjusted[i]))]);
    }

    /// <inheritdoc/>
    public override string ToString() => Summary;
}
