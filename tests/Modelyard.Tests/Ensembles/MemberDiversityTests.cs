using Modelyard.Ensembles;
using Modelyard.Numerics;

namespace Modelyard.Tests.Ensembles;

public sealed class MemberDiversityTests
{
    // Ten rows of class 1. The first two are both right on rows 0 to 4, alone on 5 and 6 and on 7, and both wrong on 8 and 9; the third errs where the first is right.
    private static readonly int[] Labels = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
    private static readonly int[][] Predicted =
    [
        [1, 1, 1, 1, 1, 1, 1, 0, 0, 0],
        [1, 1, 1, 1, 1, 0, 0, 1, 0, 2],
        [0, 0, 0, 0, 0, 0, 0, 1, 1, 1],
    ];

    [Fact]
    public void Measures_of_two_classifiers_are_those_counted_by_hand()
    {
        // a = 5, b = 2, c = 1, d = 2: Q = (10 - 2) / (10 + 2), correlation = 8 / sqrt(7 * 3 * 6 * 4).
        MemberDiversity diversity = MemberDiversity.Of(Labels, Predicted);
        Assert.Equal([0.7, 0.6, 0.3], diversity.Accuracies.ToArray());
        Assert.Equal(2.0 / 3, diversity.QStatistic[0, 1], 1e-15);
        Assert.Equal(8 / Math.Sqrt(504), diversity.Correlation[0, 1], 1e-15);
        Assert.Equal(0.3, diversity.Disagreement[0, 1], 1e-15);
        Assert.Equal(0.2, diversity.DoubleFault[0, 1], 1e-15);
    }

    [Fact]
    public void Members_that_are_never_right_together_are_as_diverse_as_can_be_and_a_member_is_not_diverse_from_itself()
    {
        MemberDiversity diversity = MemberDiversity.Of(Labels, Predicted);
        Assert.Equal(-1, diversity.QStatistic[0, 2]);
        Assert.Equal(-1, diversity.Correlation[0, 2], 1e-15);
        Assert.Equal(1, diversity.Disagreement[0, 2]);
        Assert.Equal(0, diversity.DoubleFault[0, 2]);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(1, diversity.QStatistic[i, i]);
            Assert.Equal(1, diversity.Correlation[i, i], 1e-15);
            Assert.Equal(0, diversity.Disagreement[i, i]);
            Assert.Equal(1 - diversity.Accuracies[i], diversity.DoubleFault[i, i], 1e-15);
        }
    }

    [Fact]
    public void Measures_are_symmetric_and_their_mean_is_that_of_the_pairs()
    {
        MemberDiversity diversity = MemberDiversity.Of(Labels, Predicted);
        foreach (Matrix measure in new[] { diversity.QStatistic, diversity.Correlation, diversity.Disagreement, diversity.DoubleFault })
        {
            Assert.Equal((measure[0, 1] + measure[0, 2] + measure[1, 2]) / 3, MemberDiversity.MeanOfPairs(measure), 1e-15);
            Assert.Equal(measure[1, 0], measure[0, 1]);
            Assert.Equal(measure[2, 1], measure[1, 2]);
        }
    }

    [Fact]
    public void Errors_of_regressions_correlate_as_worked_out_by_hand()
    {
        // Errors (1, -1, 2, -2), twice them plus 3, and (1, 1, -1, -1), whose product with the first is 0.
        double[] target = [10, 20, 30, 40];
        Matrix correlation = MemberDiversity.ErrorCorrelation(target, [[11, 19, 32, 38], [15, 21, 37, 39], [11, 21, 29, 39]]);
        Assert.Equal(1, correlation[0, 1], 1e-15);
        Assert.Equal(0, correlation[0, 2], 1e-15);
        Assert.Equal(1, correlation[2, 2], 1e-15);
    }

    [Fact]
    public void Members_that_predict_other_rows_are_refused()
    {
        Assert.Equal("Member '1' predicts '2' rows and must predict '3'.", Assert.Throws<ModelyardException>(() => MemberDiversity.Of([0, 1, 0], [[0, 1, 0], [0, 1]])).Message);
        Assert.Equal("Member '0' predicts '1' rows and must predict '2'.", Assert.Throws<ModelyardException>(() => MemberDiversity.ErrorCorrelation([0, 1], [[3]])).Message);
        Assert.Throws<ModelyardException>(() => MemberDiversity.Of([], [[]]));
        Assert.Throws<ModelyardException>(() => MemberDiversity.ErrorCorrelation([1], []));
    }
}
