using Modelyard.Learning;

namespace Modelyard.Selection.Features;

/// <summary>Fits a line in each bin, so that a copy of the target in other units is found in however few bins.</summary>
/// <remarks>
/// How many bins there are is chosen by the rows that are learned from, each predicted by the others of its bin: many bins bend, few bear few rows. What a row is off by then is its residual over one
/// less its leverage. Source: Allen (1974), The Relationship between Variable Selection and Data Augmentation and a Method for Prediction, Technometrics 16(1).
/// </remarks>
internal sealed class SoleLines : SoleFit
{
    // A line in one, or in more bins.
    private static readonly int[] s_bins = [1, 4, 16, 64];

    private readonly double[] _x;
    private readonly double[] _y;
    private readonly SoleBins[] _cuts;
    private readonly bool _hasLine;

    internal SoleLines(Dataset data, int feature, int[] rows)
        : base(data, rows)
    {
        double[] values = Array.ConvertAll(rows, row => data.Features.Row(row)[feature]);
        _hasLine = !data.Schema[feature].IsCategorical;
        _cuts = [.. (_hasLine ? s_bins : s_bins[..1]).Select(bins => SoleBins.Cut(data.Schema[feature], values, bins))];

        // Seen from its middle, as sums of squares of a number far from 0 lose what it varies by.
        double middle = values.Where(double.IsFinite).DefaultIfEmpty().Average();
        _x = Array.ConvertAll(values, value => double.IsFinite(value) ? value - middle : 0);
        _y = Array.ConvertAll(rows, row => data.Target[row]);
    }

    /// <inheritdoc/>
    internal override void AddErrors(int[] folds, int fold, double[] errors, double[] guessErrors)
    {
        double total = 0;
        int learned = 0;
        for (int i = 0; i < _y.Length; i++)
        {
            (total, learned) = folds[i] == fold ? (total, learned) : (total + _y[i], learned + 1);
        }

        double mean = learned == 0 ? 0 : total / learned;
        double[] rests = Array.ConvertAll(_y, y => y - mean);
        (SoleBins cut, BinLine[] lines) = _cuts.Select(cut => (cut, Fit(cut, rests, folds, fold))).MinBy(one => LeftOut(one.cut, one.Item2, rests, folds, fold));
        int[] speakers = cut.Speakers(bin => lines[bin].Rows > 0);
        for (int i = 0; i < rests.Length; i++)
        {
            if (folds[i] == fold)
            {
                double off = rests[i] - lines[speakers[cut.Numbers[i]]].At(_x[i]);
                errors[i] += off * off;
                guessErrors[i] += rests[i] * rests[i];
            }
        }
    }

    private BinLine[] Fit(SoleBins cut, double[] rests, int[] folds, int fold)
    {
        var lines = new BinLine[cut.Count];
        for (int i = 0; i < rests.Length; i++)
        {
            if (folds[i] != fold)
            {
                lines[cut.Numbers[i]].Add(_x[i], rests[i]);
            }
        }

        for (int bin = 0; bin < lines.Length && _hasLine; bin++)
        {
            lines[bin].Slant();
        }

        return lines;
    }

    /// <summary>Computes the sum of squares by which the rows are off that are learned from, each predicted without itself.</summary>
    private double LeftOut(SoleBins cut, BinLine[] lines, double[] rests, int[] folds, int fold)
    {
        double sum = 0;
        for (int i = 0; i < rests.Length; i++)
        {
            if (folds[i] != fold)
            {
                double off = lines[cut.Numbers[i]].LeftOut(_x[i], rests[i]);
                sum += off * off;
            }
        }

        return sum;
    }
}
