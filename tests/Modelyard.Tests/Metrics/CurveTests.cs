using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Tests.Metrics;

public sealed class CurveTests
{
    public static TheoryData<string> Binary => [.. MetricOracle.Names("classification").Where(name => name.StartsWith("binary", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Binary))]
    public void The_ROC_curve_agrees_with_scikit_learn(string name)
    {
        MetricOracle oracle = MetricOracle.Find("classification", name);
        double[][] expected = [.. oracle.Case.GetProperty("roc").EnumerateArray().Select(MetricOracle.Doubles)];

        RocCurve curve = RocCurve.Of(oracle.Predictions());

        Assert.Equal(oracle.Expected.First(one => one.Metric == "roc-auc").Value, curve.Area, 1e-12);
        Assert.Equal(new RocPoint(double.PositiveInfinity, 0, 0), curve.Points[0]);
        Assert.Equal(1, curve.Points[^1].FalsePositiveRate, 1e-12);
        Assert.Equal(1, curve.Points[^1].TruePositiveRate, 1e-12);

        // Which points on a straight line are left out is a matter of rounding; each of either curve lies on the other.
        Assert.All(expected[0].Zip(expected[1]), point => Assert.Equal(point.Second, HighestAt(curve, point.First, point.Second), 1e-9));
    }

    [Theory]
    [MemberData(nameof(Binary))]
    public void The_precision_recall_curve_agrees_with_scikit_learn(string name)
    {
        MetricOracle oracle = MetricOracle.Find("classification", name);
        double[][] expected = [.. oracle.Case.GetProperty("pr").EnumerateArray().Select(MetricOracle.Doubles)];

        PrecisionRecallCurve curve = PrecisionRecallCurve.Of(oracle.Predictions());

        Assert.Equal(expected[0].Length, curve.Points.Count);
        Assert.All(expected[0].Zip(curve.Points), pair => Assert.Equal(pair.First, pair.Second.Precision, 1e-12));
        Assert.All(expected[1].Zip(curve.Points), pair => Assert.Equal(pair.First, pair.Second.Recall, 1e-12));
        Assert.Equal(oracle.Expected.First(one => one.Metric == "average-precision").Value, curve.AveragePrecision, 1e-12);
    }

    [Theory]
    [InlineData("binary", Binning.Quantile)]
    [InlineData("binary", Binning.Uniform)]
    [InlineData("binary ties", Binning.Uniform)]
    public void The_reliability_curve_agrees_with_scikit_learn(string name, Binning binning)
    {
        MetricOracle oracle = MetricOracle.Find("classification", name);
        double[][] expected = [.. oracle.Case.GetProperty("calibration").GetProperty(binning.ToString().ToLowerInvariant()).EnumerateArray().Select(MetricOracle.Doubles)];

        ReliabilityCurve curve = ReliabilityCurve.Of(oracle.Predictions(), bins: 6, binning: binning);

        Assert.Equal(expected[0].Length, curve.Bins.Count);
        Assert.All(expected[0].Zip(curve.Bins), pair => Assert.Equal(pair.First, pair.Second.Observed, 1e-12));
        Assert.All(expected[1].Zip(curve.Bins), pair => Assert.Equal(pair.First, pair.Second.Predicted, 1e-12));
        Assert.All(curve.Bins, bin => Assert.InRange(bin.Observed, bin.Low - 1e-12, bin.High + 1e-12));
        Assert.Equal(oracle.Predictions().Count, curve.Bins.Sum(bin => bin.Count));
    }

    [Theory]
    [InlineData("f1")]
    [InlineData("mcc")]
    [InlineData("balanced-accuracy")]
    public void A_threshold_curve_gives_what_the_metric_gives_at_each_threshold(string metric)
    {
        IMetric scored = MetricCatalogue.Find(metric, TaskKind.Classification);
        Predictions predictions = MetricOracle.Find("classification", "binary ties weighted").Predictions();

        ThresholdCurve curve = ThresholdCurve.Of(scored, predictions);

        Assert.All(curve.Points, point => Assert.Equal(scored.Score(predictions.WithThreshold(point.Threshold)), point.Score, 1e-12));
        Assert.Equal(curve.Points.Max(point => point.Score), curve.Best().Score);
        Assert.Equal(curve.Points.OrderBy(point => point.Threshold), curve.Points);
    }

    [Fact]
    public void A_thinned_curve_keeps_its_ends_and_its_bound()
    {
        RocCurve curve = RocCurve.Of(MetricOracle.Find("classification", "binary").Predictions());
        IReadOnlyList<RocPoint> thin = curve.Thin(12);
        Assert.InRange(thin.Count, 8, 12);
        Assert.Equal(curve.Points[0], thin[0]);
        Assert.Equal(curve.Points[^1], thin[^1]);
    }

    private static double HighestAt(RocCurve curve, double falsePositives, double wanted)
    {
        double nearest = double.NaN;
        for (int i = 1; i < curve.Points.Count; i++)
        {
            RocPoint from = curve.Points[i - 1], to = curve.Points[i];
            if (falsePositives < from.FalsePositiveRate - 1e-12 || falsePositives > to.FalsePositiveRate + 1e-12)
            {
                continue;
            }

            double run = to.FalsePositiveRate - from.FalsePositiveRate;
            double at = run > 1e-12
                ? from.TruePositiveRate + ((falsePositives - from.FalsePositiveRate) / run * (to.TruePositiveRate - from.TruePositiveRate))
                : Math.Clamp(wanted, from.TruePositiveRate, to.TruePositiveRate);
            nearest = Math.Abs(at - wanted) < Math.Abs(nearest - wanted) || double.IsNaN(nearest) ? at : nearest;
        }

        return nearest;
    }
}
