using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Monitoring;

/// <summary>Represents how far the probabilities of a reference hold, as they are and once they are calibrated on other rows.</summary>
/// <param name="ErrorBefore">The expected calibration error of the probabilities as they are, in bins of equal mass.</param>
/// <param name="ErrorAfter">The same of calibrated chances of rows that the curves were not learned from.</param>
/// <param name="PValueBefore">The chance of such probabilities if they hold, by ten groups of rows.</param>
/// <param name="PValueAfter">The same of the calibrated chances.</param>
/// <remarks>Source: Hosmer and Lemeshow (1980), Communications in Statistics 9, for the groups; for more than two classes of the chance that the predicted class is right.</remarks>
public sealed record ReferenceCalibration(double ErrorBefore, double ErrorAfter, double PValueBefore, double PValueAfter)
{
    private const int Folds = 5, Groups = 10;
    private const double Level = 0.05;

    /// <summary>Gets a value indicating whether the probabilities do not hold as they are, beyond chance: then calibration is needed.</summary>
    public bool IsNeeded => PValueBefore <= Level;

    internal static ReferenceCalibration Of(Predictions reference, Matrix? opinions, double[] weights, FitContext context)
    {
        Matrix scores = reference.Probabilities!;
        int[] labels = reference.Labels.ToArray(), order = context.Random().Permutation(labels.Length);
        var rows = new ScoredRows(scores, reference.PredictedLabels.ToArray(), opinions);
        var chances = new Matrix(scores.Rows, scores.Columns);
        for (int fold = 0; fold < Folds; fold++)
        {
            context.Checkpoint();
            int[] own = [.. order.Where((_, place) => place % Folds == fold)], others = [.. order.Where((_, place) => place % Folds != fold)];
            ChanceCurves curves = ChanceCurves.Learn(rows.Rows(others), Array.ConvertAll(others, row => labels[row]), Array.ConvertAll(others, row => weights[row]));
            var part = new Matrix(own.Length, scores.Columns);
            ScoredRows heldOut = rows.Rows(own);
            curves.Apply(curves.Lay(heldOut), heldOut.Predicted, part);
            for (int i = 0; i < own.Length; i++)
            {
                part.Row(i).CopyTo(chances.Row(own[i]));
            }
        }

        return new ReferenceCalibration(
            CalibrationScores.ExpectedError(labels, scores, weights, Groups, Binning.Quantile),
            CalibrationScores.ExpectedError(labels, chances, weights, Groups, Binning.Quantile),
            Test(labels, scores),
            Test(labels, chances));
    }

    /// <summary>Tests whether chances hold, by groups of rows with like chances.</summary>
    private static double Test(int[] labels, Matrix chances)
    {
        var rows = new (double Chance, bool IsSo)[labels.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            int shown = chances.Columns == 2 ? 1 : VectorKernels.ArgMax(chances.Row(row));
            rows[row] = (chances[row, shown], labels[row] == shown);
        }

        Array.Sort(rows);
        double statistic = 0;
        int groups = 0;
        for (int group = 0; group < Groups; group++)
        {
            double gap = 0, variance = 0;
            foreach ((double chance, bool isSo) in rows[(group * rows.Length / Groups)..((group + 1) * rows.Length / Groups)])
            {
                gap += (isSo ? 1 : 0) - chance;
                variance += chance * (1 - chance);
            }

            // Where all chances are 0 or 1 any miss refutes them, and no miss says nothing.
            if (variance > 0 || gap != 0)
            {
                statistic += gap * gap / Math.Max(variance, 1e-12);
                groups++;
            }
        }

        return groups == 0 ? 1 : new ChiSquare(groups).Upper(statistic);
    }
}
