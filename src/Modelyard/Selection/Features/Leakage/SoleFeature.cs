using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Selection.Features;

/// <summary>Represents how well one feature alone predicts the target.</summary>
/// <param name="Removed">The share of the error of guessing that is gone, 1 for a perfect prediction; 0 or less for none.</param>
/// <param name="Error">The standard error of the share.</param>
/// <remarks>
/// The feature is cut into bins; what the rows of four folds say of the target in each bin is held against the fifth. The rows are dealt anew a few times, and the errors of a row averaged, as
/// one deal of few rows is luck.
/// </remarks>
internal readonly record struct SoleFeature(double Removed, double Error)
{
    private const int MostRows = 10_000;
    private const int Folds = 5;
    private const int Deals = 3;
    private const int LeastGuessErrors = 10;

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
        RandomStream random = context.ForPart(0x6c65).Random();
        int[] rows = random.Permutation(data.RowCount)[..Math.Min(MostRows, data.RowCount)];
        int[][] deals = [.. Enumerable.Range(0, Deals).Select(_ => Array.ConvertAll(random.Permutation(rows.Length), place => place % Folds))];
        for (int feature = 0; feature < data.FeatureCount; feature++)
        {
            var fit = SoleFit.Of(data, feature, rows);
            double[] errors = new double[rows.Length], guessErrors = new double[rows.Length];
            foreach (int[] folds in deals)
            {
                context.Checkpoint();
                for (int fold = 0; fold < Folds; fold++)
                {
                    fit.AddErrors(folds, fold, errors, guessErrors);
                }
            }

            bool tooFew = data.Task == TaskKind.Classification && guessErrors.Sum() < Deals * LeastGuessErrors;
            yield return (data.Schema[feature].Name, tooFew ? default : Of(errors, guessErrors));
        }
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
}
