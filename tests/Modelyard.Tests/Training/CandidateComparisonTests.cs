using Modelyard.Baselines;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Preparation;
using Modelyard.Selection;
using Modelyard.Training;

namespace Modelyard.Tests.Training;

public sealed class CandidateComparisonTests
{
    private const int Rows = 200;
    private static readonly IMetric Rmse = MetricCatalogue.Find("rmse", TaskKind.Regression);

    [Fact]
    public void Where_time_is_short_the_best_are_scored_on_fewer_folds_all_of_them()
    {
        // Each takes 0.3 s, and there are 3.6 s: all five folds of two of them, or four of each.
        Off[] three = [new OffToo(0.1) { Seconds = 0.3 }, new OffFurther(0.2) { Seconds = 0.3 }, new Off(0) { Seconds = 0.3 }];
        List<CandidateScores> evaluations = Compare(TimeSpan.FromSeconds(3.6), [.. three.Select(one => new Candidate(one, PreparationPlan.None))]);
        Assert.All(evaluations, one => Assert.Equal(evaluations[0].Folds.Count, one.Folds.Count));
        Assert.InRange(evaluations[0].Folds.Count, 2, 4);
    }

    [Fact]
    public void Where_there_is_time_all_are_scored_on_all_folds()
    {
        List<CandidateScores> evaluations = Compare(null, new Candidate(new Off(0), PreparationPlan.None), new Candidate(new OffToo(1), PreparationPlan.None));
        Assert.All(evaluations, one => Assert.Equal(5, one.Folds.Count));
    }

    [Fact]
    public void A_sample_grows_as_long_as_that_makes_it_better()
    {
        // Four fifths of the 200 rows are learned from: 10, 20, 40, 80 and then all 160.
        var grows = new Candidate(new Off(1) { PerRow = -0.001 }, PreparationPlan.None) { SampleRows = 10 };
        var stays = new Candidate(new OffToo(1) { PerRow = 0.001 }, PreparationPlan.None) { SampleRows = 10 };
        List<CandidateScores> evaluations = Compare(TimeSpan.FromMinutes(10), grows, stays);
        Assert.Equal([null, 10], evaluations.Select(one => one.Candidate.SampleRows));
        Assert.All(evaluations, one => Assert.Equal(5, one.Folds.Count));
    }

    [Fact]
    public void A_sample_does_not_grow_where_work_is_stated_in_place_of_time()
    {
        var grows = new Candidate(new Off(1) { PerRow = -0.001 }, PreparationPlan.None) { SampleRows = 10 };
        Assert.Equal(10, Assert.Single(Compare(null, grows)).Candidate.SampleRows);
    }

    private static List<CandidateScores> Compare(TimeSpan? budget, params Candidate[] candidates)
    {
        double[] target = [.. Enumerable.Range(0, Rows).Select(row => row % 5 / 100.0)];
        Dataset data = Dataset.ForRegression(new Matrix(Rows, 1), target);
        IReadOnlyList<Split> folds = new RepeatedKFold { Repeats = 1, Folds = 5, Seed = 1 }.Split(data);
        var clock = new SearchClock(budget, CancellationToken.None);
        var runner = new FoldRunner(data, folds, 1, Rmse, new FitContext { Parallelism = 1 }, clock);
        return new CandidateComparison(runner, clock).Run(candidates, share: 1, (_, _, _) => { });
    }

    /// <summary>Predicts the mean, and is off by so much, and by so much more for each row.</summary>
    private record Off(double Shift) : IEstimator
    {
        public double Seconds { get; init; }

        public double PerRow { get; init; }

        public TaskKind Task => TaskKind.Regression;

        public LearnerTraits Traits { get; } = new();

        public IPredictiveModel FitModel(Dataset data, FitContext context)
        {
            Thread.Sleep(TimeSpan.FromSeconds(Seconds));
            double[] target = Array.ConvertAll(data.Target.ToArray(), value => value + Shift + (PerRow * data.RowCount));
            return ((IEstimator)new BaselineRegressor()).FitModel(Dataset.ForRegression(data.Features, target), context);
        }
    }

    private sealed record OffToo(double Shift) : Off(Shift);

    private sealed record OffFurther(double Shift) : Off(Shift);
}
