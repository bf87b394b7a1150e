using Modelyard.Charts;
using Modelyard.Learning;

namespace Modelyard.Selection.Features;

/// <summary>Walks from one set of features to the next by their cross-validated scores.</summary>
internal sealed class SubsetSearch
{
    private readonly PreparedFolds _folds;
    private readonly FeatureSchema _schema;
    private readonly double _margin;
    private readonly double _sign;
    private readonly List<SelectionStep> _steps = [];
    private int[] _current = [];
    private double[] _scores = [];
    private bool _hasWarned;

    internal SubsetSearch(PreparedFolds folds, FeatureSchema schema, double margin)
    {
        _folds = folds;
        _schema = schema;
        _margin = margin;
        _sign = folds.Metric.HigherIsBetter ? 1 : -1;
    }

    /// <summary>Adds features as long as the best of them gains more than noise.</summary>
    internal void Grow(int most, bool isFloating)
    {
        Start([]);
        var bestOfSize = new Dictionary<int, double>();
        while (_current.Length < Math.Min(most, _schema.Count) && TryScore(Added(), out int[][] sets, out double[][] scores))
        {
            int best = Best(scores);
            if (!IsClear(scores[best], _scores))
            {
                return;
            }

            Take(sets[best], scores[best]);
            bestOfSize[_current.Length] = Math.Max(bestOfSize.GetValueOrDefault(_current.Length, double.NegativeInfinity), Mean(_scores));
            while (isFloating && _current.Length > 2 && TryScore(Removed(), out sets, out scores)
                && Best(scores) is var less && Mean(scores[less]) > bestOfSize.GetValueOrDefault(sets[less].Length, double.NegativeInfinity))
            {
                Take(sets[less], scores[less]);
                bestOfSize[_current.Length] = Mean(_scores);
            }
        }
    }

    /// <summary>Removes features as long as the score stays within noise of the best one met; on, where there are still too many.</summary>
    internal void Shrink(int most)
    {
        Start([.. Enumerable.Range(0, _schema.Count)]);
        double[] reference = _scores;
        while (_current.Length > 1 && TryScore(Removed(), out int[][] sets, out double[][] scores))
        {
            int best = Best(scores);
            if (_current.Length <= most && IsClear(reference, scores[best]))
            {
                return;
            }

            Take(sets[best], scores[best]);
            reference = Mean(_scores) > Mean(reference) ? _scores : reference;
        }
    }

    /// <summary>Judges every feature beside the chosen ones: what the score loses without it, or would gain by it.</summary>
    internal FeatureChoice Result(string method)
    {
        double[] gains = new double[_schema.Count];
        Array.Fill(gains, double.NaN);
        int[][] sets = [.. Enumerable.Range(0, gains.Length).Select(Toggled)];
        if (TryScore(sets, out _, out double[][] scores))
        {
            for (int i = 0; i < gains.Length; i++)
            {
                gains[i] = _current.Contains(i) ? Mean(_scores) - Mean(scores[i]) : Mean(scores[i]) - Mean(_scores);
            }
        }

        FeatureVerdict[] ordered = [.. _schema
            .Select((feature, i) => new FeatureVerdict(feature.Name, _current.Contains(i) ? FeatureDecision.Selected : FeatureDecision.Rejected, 0, gains[i]))
            .OrderBy(verdict => verdict.Decision).ThenByDescending(verdict => verdict.Score)];
        string[] names = [.. ordered.Where(verdict => verdict.Decision == FeatureDecision.Selected).Select(verdict => verdict.Name)];
        string title = _folds.Metric.Title;
        return new FeatureChoice(
            method,
            [.. ordered.Select((verdict, i) => verdict with { Rank = i + 1 })],
            $"gain of {title} by it",
            $"{FeatureChoice.Count(names.Length, _schema.Count)} kept: {FeatureChoice.List(names)}. {title} on new rows is {NumberText.Score(_scores.Average())} with {(names.Length == 1 ? "it" : "them")} and {NumberText.Score(_steps[0].Mean)} with {(_steps[0].Count == 0 ? "none" : "all")}.")
        {
            Steps = _steps,
            Metric = _folds.Metric,
        }.AgainstGuessing(_scores, _folds);
    }

    private void Start(int[] columns)
    {
        _folds.Outer.Checkpoint();
        Take(columns, _folds.Score([columns])[0]);
    }

    private void Take(int[] columns, double[] scores)
    {
        (_current, _scores) = (columns, scores);
        _steps.Add(new SelectionStep([.. columns.Order().Select(column => _schema[column].Name)], scores));
    }

    /// <summary>Scores sets; what was not done in time is not believed.</summary>
    private bool TryScore(IEnumerable<int[]> candidates, out int[][] sets, out double[][] scores)
    {
        sets = [.. candidates];
        scores = [];
        try
        {
            if (!_folds.Outer.ShouldStop())
            {
                scores = _folds.Score(sets);
            }
        }
        catch (FitBudgetException)
        {
            scores = [];
        }

        bool isDone = scores.Length > 0 && !_folds.Outer.OutOfTime;
        if (!isDone && !_hasWarned)
        {
            _hasWarned = true;
            _folds.Outer.Warn($"The time ended the selection at {_current.Length} features. Give it more, or a faster estimator.");
        }

        return isDone;
    }

    private IEnumerable<int[]> Added() => Enumerable.Range(0, _schema.Count).Except(_current).Select(Toggled);

    private IEnumerable<int[]> Removed() => _current.Order().Select(Toggled);

    private int[] Toggled(int column) => _current.Contains(column) ? [.. _current.Where(own => own != column)] : [.. _current, column];

    private int Best(double[][] scores) => Enumerable.Range(0, scores.Length).MaxBy(i => Mean(scores[i]));

    private double Mean(double[] scores) => _sign * scores.Average();

    private bool IsClear(double[] better, double[] worse)
    {
        double[] gains = [.. better.Zip(worse, (one, other) => _sign * (one - other))];
        return gains.Average() > _margin * FoldStatistics.Error(gains, _folds.TestShare);
    }
}
