using Modelyard.Charts;
using Modelyard.Charts.Scales;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Draws what a search found.</summary>
public static class StudyCharts
{
    private const int MostHighlighted = 3;
    private const int MostParallel = 60;
    private const int ScoreTicks = 5;

    /// <summary>Creates a chart of the score of each trial and of the best so far.</summary>
    /// <param name="study">What the search found.</param>
    /// <returns>The chart.</returns>
    public static LineChart History(StudyResult study)
    {
        ArgumentNullException.ThrowIfNull(study);
        SearchGoal goal = study.Goals[0];
        Trial[] complete = [.. Scored(study)];
        var best = new List<double>();
        foreach (Trial trial in complete)
        {
            double score = trial.Scores[0];
            best.Add(best.Count == 0 ? score : goal.HigherIsBetter ? Math.Max(best[^1], score) : Math.Min(best[^1], score));
        }

        double[] numbers = [.. complete.Select(trial => (double)trial.Number)];
        return new LineChart
        {
            Title = $"{goal.Name} of each trial",
            Description = $"The best of {study.Trials.Count} trials is number {study.Best.Number} with {NumberText.Score(study.Best.Scores[0])}.",
            X = new Axis { Label = "trial", Format = AxisFormat.Count },
            Y = new Axis { Label = goal.Name },
            Series =
            [
                new LineSeries { Name = "best so far", X = numbers, Y = best, Shape = LineShape.StepAfter },
                new LineSeries { Name = "each trial", X = numbers, Y = [.. complete.Select(trial => trial.Scores[0])], DotsOnly = true },
            ],
        };
    }

    /// <summary>Creates a chart of the scores along one axis of the space.</summary>
    /// <param name="study">What the search found.</param>
    /// <param name="name">The name of the axis; of a choice the places of its values are shown.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ModelyardException">There is no such axis.</exception>
    public static LineChart Slice(StudyResult study, string name)
    {
        SearchDimension axis = Find(study, name);
        Trial[] shown = [.. Scored(study).Where(trial => IsOn(axis, trial))];
        return new LineChart
        {
            Title = $"{study.Goals[0].Name} along {name}",
            X = new Axis { Label = axis is ChoiceDimension choice ? $"{name}: {string.Join(", ", choice.Values.Select((value, i) => $"{i} {value}"))}" : name, Spacing = IsLogarithmic(axis) ? AxisSpacing.Logarithmic : AxisSpacing.Linear },
            Y = new Axis { Label = study.Goals[0].Name },
            Series = [new LineSeries { X = [.. shown.Select(trial => axis is ChoiceDimension own ? own.PlaceOf(trial.Point[name]) : trial.Point.Number(name))], Y = [.. shown.Select(trial => trial.Scores[0])], DotsOnly = true }],
        };
    }

    /// <summary>Creates a chart of the scores beside each value of a choice: their ends, quartiles and median.</summary>
    /// <param name="study">What the search found.</param>
    /// <param name="name">The name of the choice.</param>
    /// <returns>The chart, with a box for each value that was tried.</returns>
    /// <exception cref="ModelyardException">There is no such axis, or it is no choice.</exception>
    public static BoxChart Choice(StudyResult study, string name)
    {
        SearchDimension axis = Find(study, name);
        if (axis is not ChoiceDimension choice)
        {
            throw new ModelyardException($"'{name}' is no choice but a range; draw a slice along it instead.");
        }

        return new BoxChart
        {
            Title = $"{study.Goals[0].Name} by {name}",
            Axis = new Axis { Label = study.Goals[0].Name },
            Items = [.. choice.Values
                .Select(value => (Value: value, Scores: Scored(study).Where(trial => IsOn(axis, trial) && trial.Point[name] == value).Select(trial => trial.Scores[0]).Where(double.IsFinite).Order().ToArray()))
                .Where(one => one.Scores.Length > 0)
                .Select(one => new BoxItem($"{one.Value} ({one.Scores.Length})", one.Scores[0], SortedQuantile.Of(one.Scores, 0.25), SortedQuantile.Of(one.Scores, 0.5), SortedQuantile.Of(one.Scores, 0.75), one.Scores[^1]))],
        };
    }

    /// <summary>Creates a chart of the trials over two goals, with a line along those that no other one beats in all goals.</summary>
    /// <param name="study">What the search found.</param>
    /// <param name="first">The place of the goal of the horizontal axis.</param>
    /// <param name="second">The place of the goal of the vertical axis.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such goal.</exception>
    public static ScatterChart Front(StudyResult study, int first = 0, int second = 1)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)first, (uint)study.Goals.Count, nameof(first));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)second, (uint)study.Goals.Count, nameof(second));
        (SearchGoal across, SearchGoal up) = (study.Goals[first], study.Goals[second]);
        IReadOnlyList<Trial> ranked = study.Ranked;
        Trial[] front = [.. study.Front.OrderBy(trial => trial.Scores[first])];
        return new ScatterChart
        {
            Title = $"{up.Name} against {across.Name}",
            Description = $"Each dot is a trial; the numbers are those of trials that no other one beats in all goals. Of {across.Name} {Direction(across)}, of {up.Name} {Direction(up)}.",
            XAxis = new Axis { Label = across.Name },
            YAxis = new Axis { Label = up.Name },
            X = [.. ranked.Select(trial => trial.Scores[first])],
            Y = [.. ranked.Select(trial => trial.Scores[second])],
            Lines = [new LineSeries { Name = "not beaten in all goals", X = [.. front.Select(trial => trial.Scores[first])], Y = [.. front.Select(trial => trial.Scores[second])] }],
            Points = [.. study.Front.Select(trial => new ChartPoint(trial.Scores[first], trial.Scores[second], $"{trial.Number}"))],
        };
    }

    /// <summary>Creates a chart in which every trial is a line across all axes of the space, each drawn over its prior, and across those of the scores; the best are highlighted.</summary>
    /// <param name="study">What the search found.</param>
    /// <returns>The chart.</returns>
    public static ParallelChart Parallel(StudyResult study)
    {
        ArgumentNullException.ThrowIfNull(study);
        Trial[] shown = [.. study.Ranked.Take(MostParallel)];
        IContinuousScale[] scales = [.. study.Goals.Select((_, goal) => ScaleOf([.. shown.Select(trial => trial.Scores[goal]).Where(double.IsFinite)]))];
        return new ParallelChart
        {
            Title = "Trials across the space",
            Description = $"The best {Math.Min(MostHighlighted, shown.Length)} of {study.Trials.Count} trials are drawn in front of the others. {string.Join(" ", study.Space.Dimensions.Select(axis => $"{axis.Name}: {axis.Range}."))}",
            Axes =
            [
                .. study.Space.Dimensions.Select(axis => new ParallelAxis(axis.Name, Marks(axis)) { Note = IsLogarithmic(axis) ? "logarithmic" : "" }),
                .. study.Goals.Zip(scales, (goal, scale) => new ParallelAxis(goal.Name, [.. scale.Ticks(ScoreTicks).Select(tick => new ParallelMark(scale.Map(tick.Value), tick.Label))]) { Note = Direction(goal) }),
            ],
            Lines = [.. shown.Select((trial, rank) =>
                new ParallelLine($"trial {trial.Number}, {study.Goals[0].Name} {NumberText.Score(trial.Scores[0])}", [.. Shares(study.Space, trial.Point), .. scales.Select((scale, goal) => scale.Map(trial.Scores[goal]))]) { IsHighlighted = rank < MostHighlighted })],
        };
    }

    /// <summary>Creates a chart of how much of the differences goes back to each axis.</summary>
    /// <param name="importances">The importances, as <see cref="FunctionalAnova"/> computes them.</param>
    /// <returns>The chart.</returns>
    public static BarChart Importance(IReadOnlyList<HyperparameterImportance> importances)
    {
        ArgumentNullException.ThrowIfNull(importances);
        return new BarChart
        {
            Title = "Importance of hyperparameters",
            Axis = new Axis { Label = "share of the differences", Minimum = 0, Format = AxisFormat.Percent },
            ValueText = share => NumberText.Percent(share, 0),
            Items = [.. importances.Select(one => new BarItem(one.Name, one.Share, Math.Max(0, one.Share - one.Deviation), Math.Min(1, one.Share + one.Deviation)))],
        };
    }

    /// <summary>Finds an axis by its name.</summary>
    private static SearchDimension Find(StudyResult study, string name)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(name);
        int place = study.Space.PlaceOf(name);
        return place >= 0 ? study.Space.Dimensions[place] : throw new ModelyardException($"There is no axis '{name}'. The nearest is '{Spelling.Nearest(name, study.Space.Dimensions.Select(axis => axis.Name))}'.");
    }

    private static bool IsOn(SearchDimension axis, Trial trial) => trial.Point.Values.TryGetValue(axis.Name, out string? value) && !double.IsNaN(axis.ShareOf(value));

    private static string Direction(SearchGoal goal) => $"{(goal.HigherIsBetter ? "higher" : "lower")} is better";

    private static IEnumerable<Trial> Scored(StudyResult study) => study.Trials.Where(trial => trial.State == TrialState.Complete);

    private static bool IsLogarithmic(SearchDimension axis) => axis is RealDimension { Scale: Scale.Logarithmic } or IntegerDimension { Scale: Scale.Logarithmic };

    /// <summary>Marks every choice of an axis, and of numbers the ends and the middle, which shows what the scale does.</summary>
    private static IReadOnlyList<ParallelMark> Marks(SearchDimension axis) =>
        [.. (axis is ChoiceDimension choice ? choice.Values : ((double[])[0, 0.5, 1]).Select(axis.At).Distinct(StringComparer.Ordinal)).Select(value => new ParallelMark(axis.ShareOf(value), value))];

    private static IContinuousScale ScaleOf(double[] scores) => new Axis().Scale(scores.DefaultIfEmpty(0).Min(), scores.DefaultIfEmpty(0).Max(), 0, 1, ScoreTicks);

    /// <summary>Finds where a point crosses each axis; NaN where it has no value, or one that is not on the axis, such as a default.</summary>
    private static double[] Shares(SearchSpace space, SearchPoint point) =>
        [.. space.Dimensions.Select(axis => point.Values.TryGetValue(axis.Name, out string? value) ? axis.ShareOf(value) : double.NaN)];
}
