using Modelyard.Learning;

namespace Modelyard.Selection.Features;

/// <summary>Predicts the most frequent class of each bin.</summary>
internal sealed class SoleClasses : SoleFit
{
    private const int Bins = 64;

    private readonly SoleBins _bins;

    internal SoleClasses(Dataset data, int feature, int[] rows)
        : base(data, rows) => _bins = SoleBins.Cut(data.Schema[feature], Array.ConvertAll(rows, row => data.Features.Row(row)[feature]), Bins);

    /// <inheritdoc/>
    internal override void AddErrors(int[] folds, int fold, double[] errors, double[] guessErrors)
    {
        int[,] counts = new int[_bins.Count, Data.ClassCount];
        int[] totals = new int[Data.ClassCount], filled = new int[_bins.Count];
        for (int i = 0; i < Rows.Length; i++)
        {
            if (folds[i] != fold)
            {
                int label = Data.Labels[Rows[i]];
                counts[_bins.Numbers[i], label]++;
                filled[_bins.Numbers[i]]++;
                totals[label]++;
            }
        }

        int guess = Array.IndexOf(totals, totals.Max());
        int[] speakers = _bins.Speakers(bin => filled[bin] > 0);
        for (int i = 0; i < Rows.Length; i++)
        {
            if (folds[i] == fold)
            {
                int best = guess, bin = speakers[_bins.Numbers[i]];
                for (int k = 0; k < totals.Length; k++)
                {
                    best = counts[bin, k] > counts[bin, best] ? k : best;
                }

                errors[i] += best == Data.Labels[Rows[i]] ? 0 : 1;
                guessErrors[i] += guess == Data.Labels[Rows[i]] ? 0 : 1;
            }
        }
    }
}
