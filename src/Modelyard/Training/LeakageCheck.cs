using Modelyard.Learning;

namespace Modelyard.Training;

/// <summary>Finds inputs that alone give the target away: mostly copies of it, or things that become known only after it.</summary>
/// <remarks>
/// Each input is cut into bins; what half of the rows say of the target in each bin is held against the other half. A range that the first half does not fill
/// speaks as its neighbour does. An input that removes nearly all of the error that is left by guessing is named.
/// </remarks>
internal static class LeakageCheck
{
    private const int MostRows = 10_000;
    private const int Bins = 64;
    private const double SuspiciousShare = 0.97;

    internal static IEnumerable<string> Run(Dataset data, FitContext context)
    {
        data = Preparation.Text.TermLayout.ColumnsOf(data);
        int[] order = context.ForPart(0x6c65).Random().Permutation(data.RowCount);
        int[] rows = order[..Math.Min(MostRows, order.Length)];
        for (int feature = 0; feature < data.FeatureCount; feature++)
        {
            int[] bins = Cut(data, feature, rows, out int ranges);
            Borrow(bins, rows.Length / 2, ranges);
            double removed = data.Task == TaskKind.Classification ? RemovedErrors(data, rows, bins) : RemovedVariance(data, feature, rows, bins);
            if (removed >= SuspiciousShare)
            {
                yield return $"The column '{data.Schema[feature].Name}' alone gives the target '{data.TargetName}' away ({removed:P0} of the error is gone). If it is not known at the time of prediction, leave it out with '--exclude {data.Schema[feature].Name}'.";
            }
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

    private static double RemovedErrors(Dataset data, int[] rows, int[] bins)
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
        int errors = 0, guessErrors = 0;
        for (int i = half; i < rows.Length; i++)
        {
            int best = guess;
            for (int k = 0; k < classes; k++)
            {
                best = counts[bins[i], k] > counts[bins[i], best] ? k : best;
            }

            errors += best == data.Labels[rows[i]] ? 0 : 1;
            guessErrors += guess == data.Labels[rows[i]] ? 0 : 1;
        }

        return guessErrors < 5 ? 0 : 1 - (errors / (double)guessErrors);
    }

    /// <summary>Fits a line in each bin, so that a copy of the target in other units is found in however few bins.</summary>
    private static double RemovedVariance(Dataset data, int feature, int[] rows, int[] bins)
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
        double error = 0, guessError = 0;
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

            error += (y - predicted) * (y - predicted);
            guessError += (y - mean) * (y - mean);
        }

        return guessError == 0 ? 0 : 1 - (error / guessError);
    }

    private static double Finite(double value) => double.IsNaN(value) ? 0 : value;
}
