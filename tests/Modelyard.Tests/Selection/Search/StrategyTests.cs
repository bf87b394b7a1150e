using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Selection.Search;

namespace Modelyard.Tests.Selection.Search;

public sealed class StrategyTests
{
    private static readonly SearchSpace Square = new(new RealDimension("X", -5, 10), new RealDimension("Y", 0, 15));

    public static TheoryData<string> Names => ["random", "grid", "tpe", "tpe-univariate", "gp", "halving", "hyperband", "bohb", "asha"];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_history_gives_the_same_points_and_none_twice(string name)
    {
        StudyResult one = Study.Run(Square, Branin, Settings(name) with { Parallelism = 1 });
        StudyResult other = Study.Run(Square, Branin, Settings(name) with { Parallelism = 4 });
        Assert.Equal(one.Trials.Select(trial => (trial.Point, trial.Share, trial.State)), other.Trials.Select(trial => (trial.Point, trial.Share, trial.State)));
        Assert.Equal(one.Trials.Count, one.Trials.Select(trial => (trial.Point, trial.Share)).Distinct().Count());
        Assert.Equal(name == "grid" ? 25 : 30, one.Trials.Count);
        if (name != "grid" && name != "gp")
        {
            Assert.NotEqual(one.Trials.Select(trial => trial.Point), Study.Run(Square, Branin, Settings(name) with { Seed = 2 }).Trials.Select(trial => trial.Point));
        }
    }

    [Theory]
    [InlineData("tpe")]
    [InlineData("gp")]
    public void A_model_of_the_losses_beats_chance(string name)
    {
        double[] model = [.. Enumerable.Range(1, 8).Select(seed => Study.Run(Square, Branin, Settings(name) with { Seed = (ulong)seed, Trials = 40 }).Best.Scores[0])];
        double[] chance = [.. Enumerable.Range(1, 8).Select(seed => Study.Run(Square, Branin, Settings("random") with { Seed = (ulong)seed, Trials = 40 }).Best.Scores[0])];
        Assert.True(model.Order().ElementAt(4) < chance.Order().ElementAt(4), $"{string.Join(' ', model)} against {string.Join(' ', chance)}");
    }

    [Fact]
    public void Bayesian_optimisation_finds_the_minimum_of_a_smooth_function()
    {
        // Branin's minimum is 0.397887.
        StudyResult study = Study.Run(Square, Branin, Settings("gp") with { Trials = 35, TrialsAtOnce = 1 });
        Assert.InRange(study.Best.Scores[0], 0.397, 0.45);
    }

    [Fact]
    public void The_best_kind_is_searched_though_kinds_differ_by_far_more_than_its_points()
    {
        var space = new SearchSpace(
            new ChoiceDimension("K", "flat", "wavy", "deep"),
            new RealDimension("A", 0, 1) { When = new SearchCondition("K", "flat") },
            new RealDimension("B", 0, 1) { When = new SearchCondition("K", "wavy") },
            new RealDimension("C", 0, 1) { When = new SearchCondition("K", "wavy") },
            new RealDimension("D", 0, 1) { When = new SearchCondition("K", "deep") },
            new RealDimension("E", 0, 1) { When = new SearchCondition("K", "deep") },
            new RealDimension("F", 0, 1) { When = new SearchCondition("K", "deep") });
        var objective = new FunctionObjective(point => point["K"] switch
        {
            "flat" => 1400 + (10 * point.Number("A")),
            "wavy" => 700 + (250 * Math.Abs(Math.Sin(9 * point.Number("B")))) + (60 * point.Number("C")),
            _ => 500 + (120 * Math.Pow(point.Number("D") - 0.8, 2)) + (120 * Math.Pow(point.Number("E") - 0.2, 2)) + (40 * Math.Abs(point.Number("F") - 0.5)),
        });
        int deep = 0;
        double[] best = new double[8];
        for (int seed = 0; seed < best.Length; seed++)
        {
            StudyResult study = Study.Run(space, objective, new StudySettings { Seed = (ulong)seed, Trials = 60, EarlyStop = new EarlyStop() });
            best[seed] = study.Best.Scores[0];
            deep += study.Trials.Count(trial => trial.Point["K"] == "deep") > study.Trials.Count / 3 ? 1 : 0;
        }

        Assert.True(best.Max() < 503 && deep == best.Length, $"{string.Join(' ', best)}; {deep} searches tried the best kind most");
    }

    [Fact]
    public void A_kind_whose_first_points_say_little_of_its_best_is_given_more()
    {
        // The narrow one is worse than the others but near its best, which the middle of the space is far from.
        var space = new SearchSpace(
            new ChoiceDimension("K", "flat", "wavy", "narrow"),
            new RealDimension("A", 0, 1) { When = new SearchCondition("K", "flat") },
            new RealDimension("B", 0, 1) { When = new SearchCondition("K", "wavy") },
            new RealDimension("C", 0, 1) { When = new SearchCondition("K", "narrow") });
        var objective = new FunctionObjective(point => point["K"] switch
        {
            "flat" => 0.6 + (0.01 * point.Number("A")),
            "wavy" => 0.55 + (0.02 * Math.Abs(Math.Sin(9 * point.Number("B")))),
            _ => 0.5 + (0.3 * Math.Pow(point.Number("C") - 0.85, 2) / 0.25),
        });
        int found = Enumerable.Range(0, 8).Count(seed => Study.Run(space, objective, new StudySettings { Seed = (ulong)seed, Trials = 40, EarlyStop = new EarlyStop() }).Best.Point["K"] == "narrow");
        Assert.Equal(8, found);
    }

    [Theory]
    [InlineData("tpe")]
    [InlineData("gp")]
    [InlineData("random")]
    public void A_small_space_ends_when_all_its_points_were_tried(string name)
    {
        var space = new SearchSpace(new IntegerDimension("X", 1, 4), new ChoiceDimension("K", "a", "b", "c"));
        StudyResult study = Study.Run(space, new FunctionObjective(point => point.Number("X") + (point["K"] == "b" ? -1 : 0)), Settings(name) with { Trials = 100, TrialsAtOnce = 5 });
        Assert.Equal(12, study.Trials.Count);
        Assert.Equal(StudyEnd.Exhausted, study.End);
        Assert.Equal("X=1, K=b", study.Best.Point.Text);
    }

    [Theory]
    [InlineData("tpe")]
    [InlineData("gp")]
    public void Conditions_and_constraints_hold_for_every_point(string name)
    {
        SearchDimension[] axes =
        [
            new ChoiceDimension("Kernel", "Linear", "Polynomial"),
            new IntegerDimension("Degree", 2, 9) { When = new SearchCondition("Kernel", "Polynomial") },
            new RealDimension("C", 0.01, 100, Scale.Logarithmic),
        ];
        var space = new SearchSpace(axes) { Constraints = [SearchConstraint.Parse("Degree <= C * 10", axes)] };
        var objective = new FunctionObjective(point => Math.Abs(Math.Log(point.Number("C") / 0.3)) + (point["Kernel"] == "Polynomial" ? Math.Abs(point.Number("Degree") - 3) / 10 : 1.5));
        StudyResult study = Study.Run(space, objective, Settings(name) with { Trials = 60 });
        Assert.All(study.Trials, trial =>
        {
            Assert.Equal(trial.Point["Kernel"] == "Polynomial", trial.Point.Values.ContainsKey("Degree"));
            Assert.True(space.Allows(trial.Point));
        });
        Assert.Equal("Polynomial", study.Best.Point["Kernel"]);
        Assert.InRange(study.Best.Point.Number("C"), 0.2, 0.5);
    }

    [Fact]
    public void Halving_gives_the_larger_shares_to_the_best_of_the_smaller()
    {
        StudyResult study = Study.Run(Square, Branin, Settings("halving") with { Trials = 13, TrialsAtOnce = 3 });
        double[] shares = [.. study.Trials.Select(trial => trial.Share)];
        Assert.Equal([9, 3, 1], shares.GroupBy(share => share).OrderBy(group => group.Key).Select(group => group.Count()));
        Assert.Equal(
            study.Trials.Take(9).OrderBy(trial => trial.Scores[0]).Take(3).Select(trial => trial.Point),
            study.Trials.Skip(9).Take(3).Select(trial => trial.Point));
        Assert.Equal(study.Trials.Skip(9).Take(3).MinBy(trial => trial.Scores[0])!.Point, study.Best.Point);
        Assert.Equal(1, study.Best.Share);
    }

    [Fact]
    public void Hyperband_begins_its_brackets_with_ever_larger_shares()
    {
        StudyResult study = Study.Run(Square, Branin, Settings("hyperband") with { Trials = 22, TrialsAtOnce = 1 });

        // 9 + 3 + 1, then 5 (of 3/2 * 3, rounded up) + 1, then 3.
        Assert.Equal([1 / 9.0, 1 / 3.0, 1], study.Trials.Take(13).Select(trial => Math.Round(trial.Share, 12)).Distinct().Select(share => share), (left, right) => Math.Abs(left - right) < 1e-9);
        Assert.All(study.Trials.Skip(13).Take(5), trial => Assert.Equal(1 / 3.0, trial.Share, 12));
        Assert.All(study.Trials.Skip(18), trial => Assert.Equal(1, trial.Share));
    }

    [Fact]
    public void Asha_promotes_only_the_best_third_of_a_rung()
    {
        StudyResult study = Study.Run(Square, Branin, Settings("asha") with { Trials = 60, TrialsAtOnce = 4 });
        int[] rungs = [.. study.Trials.GroupBy(trial => trial.Share).OrderBy(group => group.Key).Select(group => group.Count())];
        Assert.Equal(3, rungs.Length);
        Assert.True(rungs[1] <= (rungs[0] / 3) + 1 && rungs[2] <= (rungs[1] / 3) + 1, string.Join(' ', rungs));
        Assert.Contains(study.Trials.Take(50).Where(trial => trial.Share < 0.2).MinBy(trial => trial.Scores[0])!.Point, study.Trials.Where(trial => trial.Share > 0.2).Select(trial => trial.Point));
    }

    [Fact]
    public void A_grid_is_tried_whole_and_once_and_fewer_trials_are_spread_over_all_of_it()
    {
        StudyResult whole = Study.Run(Square, Branin, Settings("grid") with { Trials = null });
        Assert.Equal(25, whole.Trials.Count);
        Assert.Equal(25, whole.Trials.Select(trial => trial.Point).Distinct().Count());

        StudyResult few = Study.Run(Square, Branin, Settings("grid") with { Trials = 12 });
        Assert.Equal(5, few.Trials.Select(trial => trial.Point["X"]).Distinct().Count());
        Assert.Equal(5, few.Trials.Select(trial => trial.Point["Y"]).Distinct().Count());
    }

    [Fact]
    public void Of_a_grid_that_nobody_could_list_different_points_are_tried()
    {
        SearchDimension[] axes = [.. Enumerable.Range(0, 20).Select(i => new RealDimension($"X{i}", 0, 1))];
        StudyResult study = Study.Run(new SearchSpace(axes), new FunctionObjective(point => point.Number("X0")), Settings("grid"));
        Assert.Equal(30, study.Trials.Select(trial => trial.Point).Distinct().Count());
        Assert.All(study.Trials, trial => Assert.All(axes, axis => Assert.Contains(trial.Point[axis.Name], axis.Grid(5))));
        Assert.All(axes, axis => Assert.True(study.Trials.Select(trial => trial.Point[axis.Name]).Distinct().Count() >= 4));
    }

    internal static FunctionObjective Branin { get; } = new(point =>
    {
        double x = point.Number("X"), y = point.Number("Y"), b = 5.1 / (4 * Math.PI * Math.PI);
        double inner = y - (b * x * x) + (5 / Math.PI * x) - 6;
        return (inner * inner) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10;
    });

    internal static StudySettings Settings(string name) => new()
    {
        Trials = 30,
        Seed = 1,
        TrialsAtOnce = 3,
        Strategy = name switch
        {
            "random" => new RandomSearch(),
            "grid" => new GridSearch(),
            "tpe" => new TpeSearch(),
            "tpe-univariate" => new TpeSearch { Multivariate = false },
            "gp" => new GaussianProcessSearch(),
            "halving" => new HalvingSearch(),
            "hyperband" => HalvingSearch.Hyperband(),
            "bohb" => HalvingSearch.Hyperband() with { Sampler = new TpeSearch { StartupTrials = 5 } },
            _ => new AshaSearch(),
        },
    };
}
