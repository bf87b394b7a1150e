using Modelyard.Charts;
using Modelyard.Learning;

namespace Modelyard.Selection.Search;

/// <summary>Draws what a search found.</summary>
public static class StudyCharts
{
    private const int MostHighlighted = 3;
    private const int MostParallel = 60;

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
                new LineSeries { Name = "each trial", X = numbers, Y = [.. complete.Select(trial => trial.Scores[0])], DotsOnly = true, Muted = true },
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
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(name);
        int place = study.Space.PlaceOf(name);
        if (place < 0)
        {
            throw new ModelyardException($"There is no axis '{name}'. The nearest is '{Spelling.Nearest(name, study.Space.Dimensions.Select(axis => axis.Name))}'.");
        }

        SearchDimension axis = study.Space.Dimensions[place];
        Trial[] shown = [.. Scored(study).Where(trial => trial.Point.Values.TryGetValue(name, out string? value) && !double.IsNaN(axis.ShareOf(value)))];
        return new LineChart
        {
            Title = $"{study.Goals[0].Name} along {name}",
            X = new Axis { Label = axis is ChoiceDimension choice ? $"{name}: {string.Join(", ", choice.Values.Select((value, i) => $"{i} {value}"))}" : name, Spacing = IsLogarithmic(axis) ? AxisSpacing.Logarithmic : AxisSpacing.Linear },
            Y = new Axis { Label = study.Goals[0].Name },
            Series = [new LineSeries { X = [.. shown.Select(trial => axis is ChoiceDimension own ? own.PlaceOf(trial.Point[name]) : trial.Point.Number(name))], Y = [.. shown.Select(trial => trial.Scores[0])], DotsOnly = true }],
        };
    }

    /// <summary>Creates a chart in which every trial is a line across all axes of the space, each drawn over its prior; the best are highlighted.</summary>
    /// <param name="study">What the search found.</param>
    /// <returns>The chart.</returns>
    public static ParallelChart Parallel(StudyResult study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new ParallelChart
        {
            Title = "Trials across the space",
            Description = $"The best {MostHighlighted} of {study.Trials.Count} trials are drawn in front of the others. {string.Join(" ", study.Space.Dimensions.Select(axis => $"{axis.Name}: {axis.Range}."))}",
            Axes = [.. study.Space.Dimensions.Select(axis => new ParallelAxis(axis.Name, Marks(axis)) { Note = IsLogarithmic(axis) ? "logarithmic" : "" })],
            Lines = [.. study.Ranked.Take(MostParallel).Select((trial, rank) =>
                new ParallelLine($"trial {trial.Number}, {study.Goals[0].Name} {NumberText.Score(trial.Scores[0])}", Shares(study.Space, trial.Point)) { IsHighlighted = rank < MostHighlighted })],
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
            Axis = new Axis { Label = "share of the differences", Minimum = 0 },
            Items = [.. importances.Select(one => new BarItem(one.Name, one.Share, Math.Max(0, one.Share - one.Deviation), Math.Min(1, one.Share + one.Deviation)))],
        };
    }

    private static IEnumerable<Trial> Scored(StudyResult study) => study.Trials.Where(trial => trial.State == TrialState.Complete);

    private static bool IsLogarithmic(SearchDimension axis) => axis is RealDimension { Scale: Scale.Logarithmic } or IntegerDimension { Scale: Scale.Logarithmic };

    /// <summary>Marks every choice of an axis, and of numbers the ends and the middle, which shows what the scale does.</summary>
    private static IReadOnlyList<ParallelMark> Marks(SearchDimension axis) =>
        [.. (axis is ChoiceDimension choice ? choice.Values : ((double[])[0, 0.5, 1]).Select(axis.At).Distinct(StringComparer.Ordinal)).Select(value => new ParallelMark(axis.ShareOf(value), value))];

    private static double[] Shares(SearchSpace space, SearchPoint point)
    {
        double[] shares = new double[space.Dimensions.Count];
        space.TryLocate(point, shares);
        return shares;
    }
}
