using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Selection;

namespace Modelyard.Tests.Selection;

/// <summary>Holds the words about scores of folds to what the scores are.</summary>
public sealed class CurveReaderTests
{
    private static readonly IMetric s_error = MetricCatalogue.Find("rmse", TaskKind.Regression);
    private static readonly double[] s_guess = [9.5, 9.4, 9.6, 9.3, 9.5];

    [Fact]
    public void What_is_better_in_all_folds_but_one_is_not_called_no_better_than_guessing()
    {
        CurveReading reading = Read([1.1, 1.0, 1.1, 1.0, 13], s_guess, null);
        Assert.Equal(FitVerdict.Unclear, reading.Verdict);
        Assert.StartsWith("It looks better than guessing, which these folds do not show beyond chance: RMSE is 3.44", reading.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void What_gains_next_to_nothing_is_no_better_than_guessing() =>
        Assert.Equal(FitVerdict.NotBetterThanGuessing, Read([9.4, 9.5, 9.5, 9.3, 9.5], s_guess, null).Verdict);

    [Fact]
    public void Rows_that_helped_much_may_help_more_though_folds_differ()
    {
        CurveReading reading = Read([0.44, 0.40, 0.45, 0.42, 0.47], s_guess, [0.7, 2.5, 0.8, 1.4, 0.75]);
        Assert.Contains("More rows may help, though the folds differ too much to be sure: from 64 to 128 rows", reading.Advice, StringComparison.Ordinal);
        Assert.Contains("not likely to help", Read([0.44, 0.40, 0.45, 0.42, 0.47], s_guess, [0.45, 0.41, 0.44, 0.43, 0.48]).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_that_is_not_defined_is_called_so()
    {
        CurveReading reading = Read([double.NaN, 1, 1, 1, 1], s_guess, null);
        Assert.Equal(FitVerdict.Unclear, reading.Verdict);
        Assert.Equal("What it is worth is not known: RMSE is not defined on the new rows of every fold.", reading.Summary);
        Assert.Contains("fewer folds", reading.Advice, StringComparison.Ordinal);
        Assert.Contains("not defined for the usual answer", Read([1, 1, 1, 1, 1], [double.NaN, 1, 1, 1, 1], null).Summary, StringComparison.Ordinal);
    }

    private static CurveReading Read(double[] scores, double[] guess, double[]? fewer)
    {
        double[] learned = [.. scores.Select(_ => 0.4)];
        return new CurveReader(s_error, 0.25).Read(new CurvePoint(128, "128", learned, scores, 0), guess, fewer is null ? null : new CurvePoint(64, "64", learned, fewer, 0));
    }
}
