using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Preparation;
using Modelyard.Selection;
using Modelyard.Training;

namespace Modelyard.Tests.Training;

public sealed class RecipeTests
{
    private const int Folds = 5, Rows = 40;
    private static readonly IMetric Rmse = MetricCatalogue.Find("rmse", TaskKind.Regression);
    private static readonly Candidate Plain = new(new Ridge(), PreparationPlan.None);

    [Fact]
    public void The_deviation_is_that_of_a_sample_and_one_score_has_none()
    {
        // Of 1, 2, 3 and 4 the sum of squares is 5.
        Assert.Equal(Math.Sqrt(5.0 / 3), FoldStatistics.Deviation([1, 2, 3, 4]), 1e-15);
        Assert.True(double.IsNaN(FoldStatistics.Deviation([1])));
        Assert.True(double.IsNaN(FoldStatistics.Deviation([])));
    }

    [Fact]
    public void The_leaderboard_shows_mean_and_deviation_of_the_folds_for_candidates_and_for_a_vote()
    {
        CandidateScores up = Off(0, shift: 1), down = Off(0, shift: -1);
        Recipe recipe = Recipe.Choose([up, down], Rmse, vote: true);
        IReadOnlyList<LeaderboardRow> rows = Leaderboard.Of(recipe, [up, down], [up, down], Rmse);
        LeaderboardRow vote = rows.Single(row => row.IsChosen), first = rows.First(row => !row.IsChosen);
        double[] scores = [.. up.Folds.Select(fold => fold.Score)];
        Assert.Equal((scores.Average(), FoldStatistics.Deviation(scores)), (first.Score, first.Deviation));
        Assert.Equal((recipe.FoldScores.Average(), FoldStatistics.Deviation(recipe.FoldScores)), (vote.Score, vote.Deviation));
    }

    [Fact]
    public void Two_that_err_in_opposite_ways_are_voted_and_their_mean_is_the_vote()
    {
        CandidateScores up = Off(1, shift: 1), down = Off(2, shift: -1);
        Recipe recipe = Recipe.Choose([up, down], Rmse, vote: true);
        Assert.True(recipe.IsVote);
        Assert.All(recipe.Members, member => Assert.Equal(recipe.Members[0].Weight, member.Weight));
        for (int fold = 0; fold < Folds; fold++)
        {
            Predictions mean = VoteSelection.Mean(recipe.Members, fold);
            for (int row = 0; row < Rows; row++)
            {
                Assert.Equal((up.Folds[fold].Predictions.Predicted[row] + down.Folds[fold].Predictions.Predicted[row]) / 2, mean.Predicted[row], 1e-12);
            }

            Assert.Equal(Rmse.Score(mean), recipe.FoldScores[fold], 1e-12);
        }

        Assert.False(Recipe.Choose([up, down], Rmse, vote: false).IsVote);
    }

    [Fact]
    public void Many_of_one_kind_do_not_keep_another_kind_out_of_the_vote()
    {
        CandidateScores[] alike = [.. Enumerable.Range(0, 30).Select(seed => Off((ulong)seed, shift: 1))];
        CandidateScores other = Off(99, shift: -1.01, new Lasso());
        (IReadOnlyList<(CandidateScores Member, int Weight)> members, _) = new VoteSelection(Rmse).Select([.. alike, other]);
        Assert.Contains(members, pair => ReferenceEquals(pair.Member, other));
    }

    [Fact]
    public void A_member_that_would_harm_at_an_even_weight_helps_at_a_smaller_one()
    {
        // Off by 1 and by -3: the even vote is off by 1 too, that of three to one not at all.
        CandidateScores best = Off(1, shift: 1), other = Off(2, shift: -3);
        (IReadOnlyList<(CandidateScores Member, int Weight)> members, double[] scores) = new VoteSelection(Rmse).Select([best, other]);
        Assert.Equal([(best, 3), (other, 1)], members);
        Assert.True(scores.Average() < 0.05);
    }

    [Fact]
    public void A_vote_whose_fit_would_take_too_long_is_not_taken()
    {
        CandidateScores up = Off(1, shift: 1), down = Off(2, shift: -1);
        double both = up.FitSeconds + down.FitSeconds;
        Assert.True(both > 0);
        Assert.True(Recipe.Choose([up, down], Rmse, vote: true, mostFitSeconds: both * 1.01).IsVote);
        Assert.False(Recipe.Choose([up, down], Rmse, vote: true, mostFitSeconds: both * 0.99).IsVote);
    }

    [Theory]
    [InlineData(0.5, 100, "At most 100 rows")]
    [InlineData(2, 100, "At most 154 rows")]
    [InlineData(2, null, "At most 46 rows")]
    public void What_learned_from_a_sample_is_fitted_to_as_many_rows_as_there_is_time_for(double times, int? rows, string sentence)
    {
        // 1.2 times twice the time is enough for the root of 2.4, which is 1.549, times the rows.
        CandidateScores sampled = TrainingTables.Scored(Plain with { SampleRows = rows, IsSampled = true }, [Fold(0, 1, 1)], Rmse);
        Recipe recipe = Recipe.Choose([sampled], Rmse, vote: false, mostFitSeconds: times * sampled.FitSeconds, rowsOfFit: 30);
        Assert.StartsWith(sentence, recipe.Preparation[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_vote_that_is_hardly_better_is_not_taken()
    {
        // Both are off by 1 to 1.4 and waver by 0.05 to either side, one up where the other goes down: a vote takes the wavering away, which is 0.001 of 0.16
        // that lie between the folds.
        CandidateScores first = Wavering(0.05), second = Wavering(-0.05);
        (IReadOnlyList<(CandidateScores Member, int Weight)> members, double[] scores) = new VoteSelection(Rmse).Select([first, second]);
        Assert.Equal(2, members.Count);
        Assert.InRange(first.Score - scores.Average(), 1e-4, 0.01 * first.Deviation);
        Recipe recipe = Recipe.Choose([first, second], Rmse, vote: true);
        Assert.False(recipe.IsVote);
        Assert.Same(first, recipe.Members[0].Member);
    }

    [Fact]
    public void A_draw_that_was_given_up_does_not_stand_for_choice()
    {
        CandidateScores whole = Off(1, shift: 1);
        CandidateScores lucky = TrainingTables.Scored(Plain, [Fold(0, 3, 0)], Rmse, isTuned: true);
        Recipe recipe = Recipe.Choose(CandidateScores.Rank([whole, lucky], Rmse), Rmse, vote: true);
        Assert.Same(whole, Assert.Single(recipe.Members).Member);
    }

    [Fact]
    public void Evaluations_are_compared_on_the_folds_that_both_have()
    {
        // The first fold is the easier one: whoever was scored there alone is not better for it.
        CandidateScores all = TrainingTables.Scored(Plain, [Fold(0, 1, 1), Fold(1, 1, 9)], Rmse);
        CandidateScores one = TrainingTables.Scored(Plain, [Fold(0, 1, 2)], Rmse);
        Assert.True(one.Score < all.Score);
        Assert.Equal([all, one], CandidateScores.Rank([one, all], Rmse));
        CandidateScores undefined = TrainingTables.Scored(Plain, [Fold(0, 1, double.NaN)], Rmse);
        Assert.Equal([all, one, undefined], CandidateScores.Rank([undefined, one, all], Rmse));
    }

    [Fact]
    public void Of_two_that_are_right_as_often_the_one_with_the_better_probabilities_is_first()
    {
        IMetric accuracy = MetricCatalogue.Find("accuracy", TaskKind.Classification);
        CandidateScores sure = Sure(0.9), wavering = Sure(0.6), wrong = Sure(0.1);
        Assert.Equal(sure.Score, wavering.Score);
        Assert.Equal([sure, wavering, wrong], CandidateScores.Rank([wrong, wavering, sure], accuracy));

        CandidateScores Sure(double probability)
        {
            var probabilities = new Matrix(2, 2);
            (probabilities[0, 0], probabilities[0, 1], probabilities[1, 0], probabilities[1, 1]) = (probability, 1 - probability, 1 - probability, probability);
            return TrainingTables.Scored(Plain, [Predictions.OfProbabilities([0, 1], probabilities, ["a", "b"])], accuracy);
        }
    }

    [Fact]
    public void A_row_more_that_is_right_does_not_buy_probabilities_that_are_far_off()
    {
        // The best is sure of all rows but one, of which it is wrong by a hair. The other hardly knows anything, and that row a little: with it all are right.
        IMetric accuracy = MetricCatalogue.Find("accuracy", TaskKind.Classification);
        CandidateScores best = Of(0.48, 0.9), other = Of(0.55, 0.49);
        Assert.True(best.Score > other.Score);
        (IReadOnlyList<(CandidateScores Member, int Weight)> members, _) = new VoteSelection(accuracy).Select([best, other]);
        Assert.Same(best, Assert.Single(members).Member);

        // One that is sure where the best is not is welcome all the same.
        (members, double[] scores) = new VoteSelection(accuracy).Select([best, Of(0.9, 0.8)]);
        Assert.Equal(2, members.Count);
        Assert.Equal([1.0], scores);

        CandidateScores Of(double first, double others)
        {
            var probabilities = new Matrix(Rows, 2);
            for (int row = 0; row < Rows; row++)
            {
                (probabilities[row, 0], probabilities[row, 1]) = (row == 0 ? first : others, 1 - (row == 0 ? first : others));
            }

            return TrainingTables.Scored(Plain, [Predictions.OfProbabilities(new int[Rows], probabilities, ["a", "b"])], accuracy);
        }
    }

    [Fact]
    public void What_was_cut_short_when_it_was_scored_joins_no_vote_and_is_cut_short_when_it_is_fitted()
    {
        var spy = new Budgets();
        CandidateScores up = Off(1, shift: 1, spy), down = Off(2, shift: -1);
        up.CutShortAfter = TimeSpan.FromSeconds(100);
        Recipe recipe = Recipe.Choose([up, down], Rmse, vote: true);
        Assert.False(recipe.IsVote);
        Dataset data = Dataset.ForRegression(new Matrix(4, 1), [1, 2, 3, 4]);
        recipe.Fit(data, FitContext.Default);
        up.CutShortAfter = null;
        Recipe.Choose([up, down], Rmse, vote: false).Fit(data, FitContext.Default);
        Assert.Equal([TimeSpan.FromSeconds(250), null], spy.Seen);
    }

    private static CandidateScores Off(ulong seed, double shift, IEstimator? estimator = null) =>
        TrainingTables.Scored(estimator is null ? Plain : Plain with { Estimator = estimator }, [.. Enumerable.Range(0, Folds).Select(fold => Fold(fold, seed, shift * (1 + (0.1 * fold))))], Rmse);

    private static CandidateScores Wavering(double size) => TrainingTables.Scored(
        Plain,
        [.. Enumerable.Range(0, Folds).Select(fold => Predictions.OfNumbers(new double[Rows], [.. Enumerable.Range(0, Rows).Select(row => 1 + (0.1 * fold) + (row % 2 == 0 ? size : -size))]))],
        Rmse);

    private static Predictions Fold(int fold, ulong seed, double shift)
    {
        var truth = new RandomStream(100, (ulong)fold);
        var noise = new RandomStream(seed, (ulong)fold);
        double[] target = [.. Enumerable.Range(0, Rows).Select(_ => truth.NextGaussian())];
        return Predictions.OfNumbers(target, Array.ConvertAll(target, value => value + shift + (0.01 * noise.NextGaussian())));
    }

    /// <summary>Writes down the time that each fit is given.</summary>
    private sealed record Budgets : IEstimator
    {
        public List<TimeSpan?> Seen { get; } = [];

        public TaskKind Task => TaskKind.Regression;

        public LearnerTraits Traits { get; } = new();

        public IPredictiveModel FitModel(Dataset data, FitContext context)
        {
            Seen.Add(context.Budget);
            return ((IEstimator)new Ridge()).FitModel(data, context);
        }
    }
}
