using Modelyard.Charts;
using Modelyard.Learning;

namespace Modelyard.Selection.Features;

/// <summary>Says in words how a number differs most between two samples: in its middle, its spread, its tails, or the share up to a point.</summary>
internal static class NumberDrift
{
    // Standard errors, of normal numbers and one row, of the median in deviations, and of the logarithms of the widths of the middle half and of the middle nine tenths.
    private const double ErrorOfMedian = 1.2533, ErrorOfHalf = 1.1664, ErrorOfTails = 0.8848;
    private const double HalfOfDeviation = 1.349;
    private const double Clear = 2;

    // Of another scale both widths tell, the outer one more surely; the half is the one that people know.
    private const double WeightOfTails = 0.7;

    private const int MostPoints = 2000, Quantiles = 500;

    /// <summary>Names what differs most.</summary>
    /// <param name="kind">How the numbers are read.</param>
    /// <param name="x">The first sample.</param>
    /// <param name="y">The second sample.</param>
    /// <param name="first">What the first is called, as in "in train".</param>
    /// <param name="second">What the second is called.</param>
    internal static string Evidence(FeatureKind kind, ISampleShape x, ISampleShape y, SampleNames first, SampleNames second)
    {
        if (x.Rows == 0 || y.Rows == 0)
        {
            return $"no value {(x.Rows == 0 ? first : second).Within}";
        }

        double error = Math.Sqrt((1 / x.Rows) + (1 / y.Rows)), halves = Width(x, 0.25) + Width(y, 0.25);
        (double Size, Func<string> Words)[] views =
        [
            (Math.Abs(x.Quantile(0.5) - y.Quantile(0.5)) / (0.5 * halves / HalfOfDeviation) / (ErrorOfMedian * error), () => Words("median", x.Quantile(0.5), y.Quantile(0.5))),
            (Ratio(Width(x, 0.25), Width(y, 0.25)) / (ErrorOfHalf * error), () => Widths("the middle half is", Width(x, 0.25), Width(y, 0.25))),
            (WeightOfTails * Ratio(Width(x, 0.05), Width(y, 0.05)) / (ErrorOfTails * error), () => Widths("the middle 90 % are", Width(x, 0.05), Width(y, 0.05))),
        ];
        (double size, Func<string> words) = views.Where(view => double.IsFinite(view.Size)).OrderByDescending(view => view.Size).FirstOrDefault();
        return size >= Clear ? words() : AtPoint();

        string Words(string what, double one, double other) => $"{what} {Text(kind, one)} {first.Within} and {Text(kind, other)} {second.Within}";

        string Widths(string what, double one, double other) => $"spread: {what} {WidthText(kind, one)} wide {first.Within} and {WidthText(kind, other)} {second.Within}";

        string AtPoint()
        {
            // The point up to which the shares differ most, as the test of Kolmogorov and Smirnov has it.
            double point = Points(x).Concat(Points(y)).Distinct().MaxBy(point => Math.Abs(x.ShareUpTo(point) - y.ShareUpTo(point)));
            return $"up to {Text(kind, point)} are {Percent(x, point)} {first.Of} and {Percent(y, point)} {second.Of}";
        }
    }

    /// <summary>Gets where shares are compared: of many values at some hundred quantiles, as a point in words need not be the last digit's.</summary>
    private static IEnumerable<double> Points(ISampleShape sample) => sample.Rows <= MostPoints ? sample.Points : Enumerable.Range(0, Quantiles + 1).Select(i => sample.Quantile(i / (double)Quantiles));

    private static double Width(ISampleShape sample, double tail) => sample.Quantile(1 - tail) - sample.Quantile(tail);

    private static double Ratio(double one, double other) => Math.Abs(Math.Log(one / other));

    private static string Percent(ISampleShape sample, double point) => NumberText.PlainPercent(sample.ShareUpTo(point));

    private static string Text(FeatureKind kind, double value) => kind == FeatureKind.Timestamp && double.IsFinite(value)
        ? DateTime.UnixEpoch.AddSeconds(value).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)
        : NumberText.Value(value);

    private static string WidthText(FeatureKind kind, double width) => kind == FeatureKind.Timestamp ? $"{NumberText.Value(width / TimeSpan.SecondsPerDay)} days" : NumberText.Value(width);
}
