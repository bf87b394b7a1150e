using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Pipelines;

namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Finds the least changes of a row after which a model predicts something else: what would have to be otherwise. For any model or function.</summary>
/// <remarks>
/// Changes are of cells of the table, in its units and levels. They are measured in median absolute deviations for numbers and as 1 for all else (Wachter, Mittelstadt and Russell (2018),
/// Harvard Journal of Law and Technology 31), and each changed column costs a little more. Several are chosen so that they change different columns (after Mothilal, Sharma and Tan (2020), DiCE, FAT*).
/// Texts stay as they are. Every row that is returned was given to the model and is predicted as wanted; that it is the least change is not proved. The same seed gives the same bits on any
/// number of threads while the time lasts. Safe for any number of threads.
/// </remarks>
public sealed class CounterfactualExplainer
{
    private static readonly TimeSpan s_usualBudget = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestBudget = TimeSpan.FromDays(24);
    private readonly ModelFunction _function;
    private readonly Predictor? _predictor;
    private readonly ClassDecision _decision;
    private readonly Matrix _background;
    private readonly ChangeSpace _space;
    private readonly Lazy<Matrix> _answers;
    private readonly Lazy<Neighborhood> _neighborhood;

    private CounterfactualExplainer(ModelFunction function, Predictor? predictor, Matrix background, CounterfactualOptions? options)
    {
        _function = function;
        _predictor = predictor;
        _decision = new ClassDecision(predictor?.Classes ?? [], predictor?.Threshold);
        Options = options ?? CounterfactualOptions.Default;
        var layout = new RowLayout(function.Features);
        layout.CheckBackground(background);
        Columns = layout.Columns;
        _background = background;
        _space = new ChangeSpace(layout.Columns, background, Options.Constraints);
        _answers = new Lazy<Matrix>(() => function.Evaluate(background.Rows, (number, row) => background.Row(number).CopyTo(row), FitContext.Default));
        _neighborhood = new Lazy<Neighborhood>(() => new Neighborhood(_space, layout.Columns, background, FitContext.Default));
    }

    /// <summary>Gets the columns of the table.</summary>
    public FeatureSchema Columns { get; }

    /// <summary>Gets the options.</summary>
    public CounterfactualOptions Options { get; }

    /// <summary>Prepares the search for a predictor.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="background">Rows that it may meet, rows x features of its model, as <c>RowEncoder</c> makes them; a thousand of the training rows will do.</param>
    /// <param name="options">The options; null for the usual.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The background has no rows, or a constraint cannot be kept.</exception>
    public static CounterfactualExplainer For(Predictor predictor, Matrix background, CounterfactualOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        return new CounterfactualExplainer(ModelFunction.Of(predictor.Model), predictor, background, options);
    }

    /// <summary>Prepares the search for a function.</summary>
    /// <param name="function">Gives one number for each of the rows that it is given; it is called from several threads.</param>
    /// <param name="features">The features of the rows.</param>
    /// <param name="background">Rows that it may meet, rows x features.</param>
    /// <param name="options">The options; null for the usual.</param>
    /// <returns>The explainer; its goals are ranges.</returns>
    /// <exception cref="ModelyardException">The background has no rows, or a constraint cannot be kept.</exception>
    public static CounterfactualExplainer For(Func<Matrix, double[]> function, FeatureSchema features, Matrix background, CounterfactualOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(features);
        return new CounterfactualExplainer(ModelFunction.Of(function, features), null, background, options);
    }

    /// <summary>Finds changes of one row.</summary>
    /// <param name="row">One number for each feature.</param>
    /// <param name="goal">What is to be predicted instead.</param>
    /// <param name="context">The seed, the number of threads, the time (when it is over the best that was found is returned), and the end if it is cancelled; null for the usual, with 5 seconds.</param>
    /// <returns>The changes, or why there are none.</returns>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="ModelyardException">The model cannot answer what is wanted.</exception>
    public CounterfactualResult Explain(ReadOnlySpan<double> row, CounterfactualGoal goal, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(goal);
        RowCheck.Features(row, _function.Features.Count);
        context ??= new FitContext { Budget = s_usualBudget };
        var check = new GoalCheck(goal, _decision);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        FitContext timed = context with { Cancellation = end.Token };
        if (context.Remaining is { } left)
        {
            end.CancelAfter(left < s_longestBudget ? left : s_longestBudget);
        }

        var probe = new ChangeProbe(_function, _space, check, row.ToArray(), _decision, Options.ColumnCost, timed);
        string predicted = probe.Class < 0 ? "" : _decision.Classes[probe.Class];
        if (probe.Gap == 0)
        {
            return new CounterfactualResult(CounterfactualOutcome.AlreadyMet, "The row is predicted as wanted already.", predicted, probe.Value, []);
        }

        if (probe.Open.Length == 0)
        {
            return new CounterfactualResult(CounterfactualOutcome.NothingMayChange, "No column of the row may change: each is kept as it is, has no other allowed cell, or is a text.", predicted, probe.Value, []);
        }

        (IReadOnlyList<ChangeCandidate> found, bool isComplete) = Search(probe, check, context.Cancellation);
        Counterfactual[] chosen = Choose(probe, check, found);
        return chosen.Length > 0
            ? new CounterfactualResult(CounterfactualOutcome.Found, "", predicted, probe.Value, chosen, isComplete)
            : new CounterfactualResult(CounterfactualOutcome.NotFound, ReasonOf(found.Count, isComplete), predicted, probe.Value, [], isComplete);
    }

    /// <summary>Searches until it is done or the time is over.</summary>
    private (IReadOnlyList<ChangeCandidate> Found, bool IsComplete) Search(ChangeProbe probe, GoalCheck check, CancellationToken stop)
    {
        var search = new ChangeSearch(probe, Options.Count);
        try
        {
            search.Run(Wanted(check));
            return (search.Found, true);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (search.Found, false);
        }
    }

    private string ReasonOf(int found, bool isComplete)
    {
        string time = isComplete ? "" : " The time was over before the search was; give it more.";
        return found > 0 && Options.PlausibleOnly
            ? $"Changes were found, and none of them lies as near to the rows of the background as those lie to each other.{time}"
            : $"No change within the constraints and the range of the background was found to do it. Let more columns change, or widen their ranges.{time}";
    }

    private IEnumerable<double[]> Wanted(GoalCheck check) => Enumerable.Range(0, _background.Rows)
        .Where(other => check.Gap(_answers.Value.Row(other)) == 0)
        .Select(other => _background.Row(other)[..Columns.Count].ToArray());

    /// <summary>Chooses the cheapest change, then again and again the one that costs least where columns that the others change count more.</summary>
    private Counterfactual[] Choose(ChangeProbe probe, GoalCheck check, IReadOnlyList<ChangeCandidate> found)
    {
        const int MostLookedAt = 100;
        const double OverlapCost = 2, RealDistance = 0.1;
        IEnumerable<ChangeCandidate> looked = Options.PlausibleOnly ? found.Take(MostLookedAt).Concat(LikeBackground(probe, check)) : found.Take(MostLookedAt);
        var left = looked.Where(one => _predictor is null || check.IsMet(_predictor, probe.Encoded(one.Row))).Select(one => (Change: one, Counterfactual: Describe(probe, one))).ToList();
        left.RemoveAll(one => Options.PlausibleOnly && !one.Counterfactual.IsPlausible);
        var chosen = new List<Counterfactual>();
        while (chosen.Count < Options.Count && left.Count > 0)
        {
            (ChangeCandidate Change, Counterfactual Counterfactual) best = chosen.Count == 0
                ? left.MinBy(one => one.Change.Cost)
                : left.MinBy(one => Cost(one.Change, one.Counterfactual) * (1 + (OverlapCost * chosen.Select(other => Overlap(one.Counterfactual, other)).DefaultIfEmpty(0).Max())));
            chosen.Add(best.Counterfactual);
            left.RemoveAll(one => Enumerable.Range(0, Columns.Count).All(column => _space.Columns[column].Distance(one.Change.Row[column], best.Change.Row[column]) < RealDistance));
        }

        return [.. chosen];
    }

    /// <summary>Finds changes that stay like the rows of the background: towards the nearest of those that are answered as wanted, without each column that need not change for that; when the time is over, the first alone.</summary>
    private List<ChangeCandidate> LikeBackground(ChangeProbe probe, GoalCheck check)
    {
        const int MostRows = 30;
        var found = new List<ChangeCandidate>();
        foreach (double[] wished in Wanted(check).Select(row => _space.Nearest(probe.Own, row)).OrderBy(row => _space.Distance(probe.Own, row)).Take(MostRows))
        {
            if (found.Count > 0 && probe.Context.Cancellation.IsCancellationRequested)
            {
                break;
            }

            double[] row = wished;
            foreach (int column in _space.Changed(probe.Own, wished).OrderByDescending(column => probe.CostOf(column, wished[column])))
            {
                double[] without = [.. row];
                without[column] = probe.Own[column];
                if (_neighborhood.Value.Unlikeness(without) <= 1 && probe.Ask([without], FitContext.Default)[0].IsValid)
                {
                    row = without;
                }
            }

            found.AddRange(probe.Ask([row], FitContext.Default).Where(one => one.IsValid));
        }

        return found;
    }

    /// <summary>Computes what a change costs where what lies off the rows of the background costs as much more as it lies farther off than they do.</summary>
    private double Cost(ChangeCandidate change, Counterfactual counterfactual) => change.Cost + (_neighborhood.Value.Usual * Math.Max(0, counterfactual.Unlikeness - 1));

    private static double Overlap(Counterfactual one, Counterfactual other)
    {
        int both = one.Changes.Count(change => other.Changes.Any(own => own.Column == change.Column));
        return (double)both / (one.Changes.Count + other.Changes.Count - both);
    }

    private Counterfactual Describe(ChangeProbe probe, ChangeCandidate change)
    {
        ColumnChange[] changes = [.. _space.Changed(probe.Own, change.Row).Select(column => new ColumnChange(
            Columns[column].Name, CellText.Of(Columns[column], probe.Own[column]), CellText.Of(Columns[column], change.Row[column])!, _space.Columns[column].Distance(probe.Own[column], change.Row[column])))
            .OrderByDescending(one => one.Distance)];
        double unlikeness = _neighborhood.Value.Unlikeness(change.Row);
        return new Counterfactual(changes, probe.Encoded(change.Row), probe.Answer(change.Row), change.Distance, _neighborhood.Value.Of(change.Row), unlikeness <= 1) { Unlikeness = unlikeness };
    }
}
