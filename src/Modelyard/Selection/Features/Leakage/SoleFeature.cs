using Modelyard.Learning;

namespace Modelyard.Selection.Features;

/// <summary>Represents how well one feature alone predicts the target.</summary>
/// <param name="Removed">The share of the error of guessing that is gone, 1 for a perfect prediction; 0 or less for none.</param>
/// <param name="Error">The standard error of the share.</param>
/// <remarks>
/// The feature is cut into bins; what half of the rows say of the target in each bin is held against the other half. A range that the first half does not fill
/// speaks as its neighbour does.
/// </remarks>
internal readonly record struct SoleFeature(double Removed, double Error)
{
    private const int MostRows = 10_000;
    private const int Bins = 64;
    private const int LeastGuessErrors = 5;

    // The half width of an interval of 95 % in standard errors.
    private const double HalfWidth = 1.959964;

    /// <summary>The share from which on the feature gives the target away.</summary>
    internal const double GivesAway = 0.97;

    /// <summary>Gets the lower end of an interval of 95 %.</summary>
    internal double Low => Removed - (HalfWidth * Error);

    /// <summary>Gets the upper end.</summary>
    internal double High => Math.Min(1, Removed + (HalfWidth * Error));

    /// <summary>Scores each column of a data set; texts by their length.</summary>
    /// <returns>The name of each column with its score.</returns>
    internal static IEnumerable<(string Name, SoleFeature Score)> OfAll(Dataset data, FitContext context)
    {
        data = Preparation.Text.TermLayout.ColumnsOf(data);
        int[] order = context.ForPart(0x6c65).Random().Permutation(data.RowCount);
        int[] rows = order[..Math.Min(MostRows, order.Length)];
        for (int feature = 0; feature < data.FeatureCount; feature++)
        {
            context.Checkpoint();
            int[] bins = Cut(data, feature, rows, out int ranges);
            Borrow(bins, rows.Length / 2, ranges);
            yield return (data.Schema[feature].Name, data.Task == TaskKind.Classification ? OfClasses(data, rows, bins) : OfNumbers(data, feature, rows, bins));
        }
    }

    /// <summary>Numbers the bin of each row: a level, or one of equally filled ranges, which come first; missing values have their own.</summary>
    private static int[] Cut(Dataset data, int feature, int[] rows, out int ranges)
    {
        ranges = 0;
        double[] values = Array.ConvertAll(rows, row => data.Features.Row(row)[feature]);
        if (data.Schema[feature].IsCategorical)
        {
            int levels = data.Schema[feature].Levels.Count;
            return Array.ConvertAll(values, value => double.IsNaN(value) || value < 0 ? levels : (int)value);
        }

        double[] sorted = Array.FindAll(values, value => !double.IsNaN(value));
        Array.Sort(sorted);
        double[] distinct = [.. sorted.Distinct()];
        double[] borders = distinct.Length <= Bins ? distinct : [.. Enumerable.Range(1, Bins - 1).Select(bin => sorted[(int)((long)bin * sorted.Length / Bins)]).Distinct()];
        ranges = borders.Length + 1;
        return Array.ConvertAll(values, value =>
        {
            int at = Array.BinarySearch(borders, value);
            return double.IsNaN(value) ? borders.Length + 1 : at >= 0 ? at : ~at;
        });
    }

    /// <summary>Moves the rows of the second half whose range holds none of the first into the next lower range that does, or else the next higher one.</summary>
    private static void Borrow(int[] bins, int half, int ranges)
    {
        bool[] filled = new bool[ranges];
        foreach (int bin in bins.AsSpan(0, half))
        {
            if (bin < ranges)
            {
                filled[bin] = true;
            }
        }

        for (int i = half; i < bins.Length; i++)
        {
            if (bins[i] < ranges && !filled[bins[i]])
            {
                int lower = Array.LastIndexOf(filled, true, bins[i]), higher = Array.IndexOf(filled, true, bins[i]);
                bins[i] = lower >= 0 ? lower : higher >= 0 ? higher : bins[i];
            }
        }
    }

    private static SoleFeature OfClasses(Dataset data, int[] rows, int[] bins)
    {
        int classes = data.ClassCount, binCount = bins.Max() + 1;
        int[,] counts = new int[binCount, classes];
        int[] totals = new int[classes];
        int half = rows.Length / 2;
        for (int i = 0; i < half; i++)
        {
            counts[bins[i], data.Labels[rows[i]]]++;
            totals[data.Labels[rows[i]]]++;
        }

        int guess = Array.IndexOf(totals, totals.Max());
        double[] errors = new double[rows.Length - half], guessErrors = new double[rows.Length - half];
        for (int i = half; i < rows.Length; i++)
        {
            int best = guess;
            for (int k = 0; k < classes; k++)
            {
                best = counts[bins[i], k] > counts[bins[i], best] ? k : best;
            }

            errors[i - half] = best == data.Labels[rows[i]] ? 0 : 1;
            guessErrors[i - half] = guess == data.Labels[rows[i]] ? 0 : 1;
        }

        return guessErrors.Sum() < LeastGuessErrors ? default : Of(errors, guessErrors);
    }

    /// <summary>Computes the share of the errors that is gone, and its standard error, that of a ratio of two means.</summary>
    private static SoleFeature Of(double[] errors, double[] guessErrors)
    {
        double guess = guessErrors.Sum();
        if (!(guess > 0))
        {
            return default;
        }

        double ratio = errors.Sum() / guess, squares = 0;
        for (int i = 0; i < errors.Length; i++)
        {
            double rest = errors[i] - (ratio * guessErrors[i]);
            squares += rest * rest;
        }

        return new SoleFeature(1 - ratio, Math.Sqrt(squares) / guess);
    }

    /// <summary>Fits a line in each bin, so that a copy of the target in other units is found in however few bins.</summary>
    private static SoleFeature OfNumbers(Dataset data, int feature, int[] rows, int[] bins)
    {
        int binCount = bins.Max() + 1, half = rows.Length / 2;
        double[] n = new double[binCount], sx = new double[binCount], sy = new double[binCount], sxx = new double[binCount], sxy = new double[binCount];
        double total = 0;
        bool hasLine = !data.Schema[feature].IsCategorical;
        for (int i = 0; i < half; i++)
        {
            int bin = bins[i];
            double x = hasLine ? Finite(data.Features.Row(rows[i])[feature]) : 0, y = data.Target[rows[i]];
            n[bin]++;
            sx[bin] += x;
            sy[bin] += y;
            sxx[bin] += x * x;
            sxy[bin] += x * y;
            total += y;
        }

        double mean = half == 0 ? 0 : total / half;
        double[] errors = new double[rows.Length - half], guessErrors = new double[rows.Length - half];
        for (int i = half; i < rows.Length; i++)
        {
            int bin = bins[i];
            double y = data.Target[rows[i]], x = hasLine ? Finite(data.Features.Row(rows[i])[feature]) : 0;
            double predicted = n[bin] == 0 ? mean : sy[bin] / n[bin];
            if (n[bin] > 2)
            {
                double variance = sxx[bin] - (sx[bin] * sx[bin] / n[bin]);
                double slope = variance > 1e-9 * sxx[bin] ? (sxy[bin] - (sx[bin] * sy[bin] / n[bin])) / variance : 0;
                predicted += slope * (x - (sx[bin] / n[bin]));
            }

            errors[i - half] = (y - predicted) * (y - predicted);
            guessErrors[i - half] = (y - mean) * (y - mean);
        }

        return Of(errors, guessErrors);
    }

    private static double Finite(double value) => double.IsNaN(value) ? 0 : value;
}
