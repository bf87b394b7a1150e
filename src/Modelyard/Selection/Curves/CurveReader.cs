using Modelyard.Charts;
using Modelyard.Metrics;

namespace Modelyard.Selection;

/// <summary>Reads bias and variance off the scores of a fit on the rows it learned from and on others.</summary>
/// <remarks>
/// The scale is what guessing leaves to be learned: from the score of the usual answer to the perfect score. A fit overfits if the gap between both scores is
/// beyond chance and more than a fifth of what was learned; it underfits if it learned less than half of what there is even where it could see the answers. Chance
/// is twice the standard error over folds (Nadeau and Bengio, 2003). See Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, chapter 7.
/// </remarks>
internal sealed class CurveReader(IMetric metric, double testShare)
{
    private const double MostLost = 0.2;
    private const double LeastLearned = 0.5;

    // A gain of less than this part of what is left to be gained is none, however sure.
    private const double Visible = 0.1;

    private double Sign => metric.HigherIsBetter ? 1 : -1;

    /// <summary>Says whether a setting is better than another by more than chance, on the same folds.</summary>
    internal bool IsClearlyBetter(IReadOnlyList<double> scores, IReadOnlyList<double> others) => IsBeyondChance([.. scores.Zip(others, (own, other) => Sign * (own - other))]);

    /// <summary>Says whether a setting looks better than another on average, by a tenth or more of what is left to be gained, whether that is beyond chance or not.</summary>
    internal bool LooksBetter(IReadOnlyList<double> scores, IReadOnlyList<double> others)
    {
        double gain = Sign * (scores.Average() - others.Average());
        return gain > 0 && (metric.Perfect is not { } perfect || gain >= Visible * Math.Abs(perfect - others.Average()));
    }

    /// <summary>Reads one point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="guess">The scores, fold by fold, of predicting the usual answer for every row.</param>
    /// <param name="fewer">A point with fewer rows to learn from, to tell whether more would help; null if there is none.</param>
    internal CurveReading Read(CurvePoint point, IReadOnlyList<double> guess, CurvePoint? fewer)
    {
        double guessed = guess.Average(), learned = Sign * (point.TrainMean - guessed), carried = Sign * (point.ValidationMean - guessed);
        string own = NumberText.Score(point.TrainMean), other = NumberText.Score(point.ValidationMean);
        if (double.IsNaN(carried))
        {
            return new CurveReading(
                FitVerdict.Unclear,
                $"What it is worth is not known: {metric.Title} is {(double.IsNaN(point.ValidationMean) ? "not defined on the new rows of every fold" : $"{other} on new rows and not defined for the usual answer")}.",
                double.IsNaN(point.ValidationMean) ? "A fold may hold too few rows, or one class only: take fewer folds, or another metric." : "Take another metric.");
        }

        bool isClear = IsClearlyBetter(point.Validation, guess);
        if (!isClear && LooksBetter(point.Validation, guess))
        {
            return new CurveReading(
                FitVerdict.Unclear,
                $"It looks better than guessing, which these folds do not show beyond chance: {metric.Title} is {other} on new rows and {NumberText.Score(guessed)} if every row gets the usual answer, and the folds differ by more than that.",
                "See on which rows it fails: a few may make a fold bad. More rows, or repeated folds, would tell. " + OfMoreRows(point, fewer));
        }

        if (!isClear)
        {
            return new CurveReading(
                FitVerdict.NotBetterThanGuessing,
                $"It is no better than guessing: {metric.Title} is {other} on new rows and {NumberText.Score(guessed)} if every row gets the usual answer.",
                learned > 0 && IsClearlyBetter(point.Train, guess)
                    ? $"On the rows it learned from it is better than that ({own}): it learned what holds for them only. Simplify it, or look for features that tell of the target."
                    : "Look for features that tell of the target, or try a model that can bend more.");
        }

        double lost = learned > 0 ? (learned - carried) / learned : 0;
        if (lost > MostLost && IsBeyondChance([.. point.Train.Zip(point.Validation, (train, validation) => Sign * (train - validation))]))
        {
            return new CurveReading(
                FitVerdict.Overfits,
                $"It overfits: {metric.Title} is {own} on the rows it learned from and {other} on new rows; {NumberText.Percent(lost)} of what it learned over guessing does not carry over.",
                "Regularise or simplify it, or leave out features. " + OfMoreRows(point, fewer));
        }

        // Where the usual answer is perfect already, or there is nothing perfect, there is no scale.
        double? share = metric.Perfect is { } perfect && Sign * (perfect - guessed) > 0 ? Math.Max(0, learned) / (Sign * (perfect - guessed)) : null;
        return share < LeastLearned
            ? new CurveReading(
                FitVerdict.Underfits,
                $"It underfits, or the features say no more: {metric.Title} is {own} even on the rows it learned from, {NumberText.Percent(share.Value)} of the way from guessing to perfect, and {other} on new rows.",
                "Try a model that can bend more, less regularisation, or better features. " + OfMoreRows(point, fewer))
            : new CurveReading(
                FitVerdict.Balanced,
                $"It is balanced: {metric.Title} is {own} on the rows it learned from and {other} on new rows.",
                OfMoreRows(point, fewer));
    }

    private string OfMoreRows(CurvePoint point, CurvePoint? fewer)
    {
        if (fewer is null)
        {
            return "";
        }

        string change = $"from {fewer.Label} to {point.Label} rows the score on new rows went from {NumberText.Score(fewer.ValidationMean)} to {NumberText.Score(point.ValidationMean)}";
        return IsClearlyBetter(point.Validation, fewer.Validation) ? $"More rows are likely to help: {change}."
            : LooksBetter(point.Validation, fewer.Validation) ? $"More rows may help, though the folds differ too much to be sure: {change}."
            : $"More rows alone are not likely to help much: {change}.";
    }

    private bool IsBeyondChance(double[] differences)
    {
        double mean = differences.Average(), error = FoldStatistics.Error(differences, testShare);
        return mean > 0 && !(mean <= 2 * error);
    }
}
