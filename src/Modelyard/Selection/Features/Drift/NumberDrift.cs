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

    /// <summary>Names what differs most.</summary>
    internal static string Evidence(Feature feature, double[] first, double[] second)
    {
        double[] x = Sorted(first), y = Sorted(second);
        if (x.Length == 0 || y.Length == 0)
        {
            return $"no value in {(x.Length == 0 ? "train" : "test")}";
        }

        double error = Math.Sqrt((1.0 / x.Length) + (1.0 / y.Length)), halves = Width(x, 0.25) + Width(y, 0.25);
        (double Size, Func<string> Words)[] views =
        [
            (Math.Abs(Quantile(x, 0.5) - Quantile(y, 0.5)) / (0.5 * halves / HalfOfDeviation) / (ErrorOfMedian * error), () => Words("median", Quantile(x, 0.5), Quantile(y, 0.5))),
            (Ratio(Width(x, 0.25), Width(y, 0.25)) / (ErrorOfHalf * error), () => Widths("the middle half is", Width(x, 0.25), Width(y, 0.25))),
            (WeightOfTails * Ratio(Width(x, 0.05), Width(y, 0.05)) / (ErrorOfTails * error), () => Widths("the middle 90 % are", Width(x, 0.05), Width(y, 0.05))),
        ];
        (double size, Func<string> words) = views.Where(view => double.IsFinite(view.Size)).OrderByDescending(view => view.Size).FirstOrDefault();
        return size >= Clear ? words() : AtPoint();

        string Words(string what, double one, double other) => $"{what} {Text(feature, one)} in train and {Text(feature, other)} in test";

        string Widths(string what, double one, double other) => $"spread: {what} {Width(feature, one)} wide in train and {Width(feature, other)} in test";

        string AtPoint()
        {
            double point = FarthestPoint(x, y);
            return $"up to {Text(feature, point)} are {Percent(x, point)} of train and {Percent(y, point)} of test";
        }
    }

    private static double[] Sorted(double[] values)
    {
        double[] sorted = Array.FindAll(values, value => !double.IsNaN(value));
        Array.Sort(sorted);
        return sorted;
    }

    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }

    private static double Width(double[] sorted, double tail) => Quantile(sorted, 1 - tail) - Quantile(sorted, tail);

    private static double Ratio(double one, double other) => Math.Abs(Math.Log(one / other));

    /// <summary>Finds the point up to which the shares differ most, as the test of Kolmogorov and Smirnov does.</summary>
    private static double FarthestPoint(double[] x, double[] y) => x.Concat(y).Distinct().MaxBy(point => Math.Abs(Share(x, point) - Share(y, point)));

    private static double Share(double[] sorted, double point)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] <= point ? (middle + 1, high) : (low, middle);
        }

        return (double)low / sorted.Length;
    }

    private static string Percent(double[] sorted, double point) => NumberText.Percent(Share(sorted, point)).Replace('\u00A0', ' ');

    private static string Text(Feature feature, double value) => feature.Kind == FeatureKind.Timestamp && double.IsFinite(value)
        ? DateTime.UnixEpoch.AddSeconds(value).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)
        : NumberText.Value(value);

    private static string Width(Feature feature, double width) => feature.Kind == FeatureKind.Timestamp ? $"{NumberText.Value(width / TimeSpan.SecondsPerDay)} days" : NumberText.Value(width);
}
