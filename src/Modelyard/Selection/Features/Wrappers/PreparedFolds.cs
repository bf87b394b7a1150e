using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Selection.Features;

/// <summary>Represents folds of a table whose columns are prepared, each fold for itself, once for all sets of columns that are scored.</summary>
internal sealed class PreparedFolds
{
    private readonly Dataset _data;
    private readonly IReadOnlyList<Split> _folds;
    private readonly PreparedColumns[] _train;
    private readonly Dataset[] _test;
    private readonly IEstimator _estimator;
    private readonly FitContext _context;
    private readonly bool _sideBySide;

    private PreparedFolds(Dataset data, IReadOnlyList<Split> folds, IEstimator estimator, IMetric metric, FitContext context)
    {
        _data = data;
        _folds = folds;
        _estimator = estimator;
        Metric = metric;
        _sideBySide = data.RowCount <= CrossValidation.SmallTable && context.Parallelism > 1;
        _context = (_sideBySide ? context with { Parallelism = 1 } : context) with { Progress = null };
        Outer = context;
        TestShare = FoldStatistics.TestShare(folds);
        _train = new PreparedColumns[folds.Count];
        _test = new Dataset[folds.Count];
        Run(folds.Count, fold =>
        {
            FitContext own = ContextOf(fold);
            _train[fold] = PreparedColumns.Fit(data.Rows(folds[fold].Train, own), estimator.Traits, own);
            _test[fold] = _train[fold].Apply(data.Rows(folds[fold].Test, own), own);
        });
    }

    internal IMetric Metric { get; }

    internal FitContext Outer { get; }

    internal int Count => _train.Length;

    /// <summary>Gets the mean number of test rows over that of training rows.</summary>
    internal double TestShare { get; }

    /// <summary>Gets the rows from which a fold learns.</summary>
    internal int[] TrainRows(int fold) => _folds[fold].Train;

    internal static PreparedFolds Of(Dataset data, ISplitter? splitter, IEstimator estimator, IMetric? metric, FitContext context)
    {
        splitter ??= data.Groups.IsEmpty ? new KFold { Stratified = true, Seed = context.Seed } : new GroupKFold { Seed = context.Seed };
        IReadOnlyList<Split> folds = splitter.Split(data);
        return folds.Count > 1
            ? new PreparedFolds(data, folds, estimator, metric ?? MetricCatalogue.Default(data.Task, data.ClassCount), context)
            : throw new ModelyardException("There is one fold, and what is noise shows by the differences of several; give two or more.");
    }

    /// <summary>Scores sets of columns on all folds; the same fold has the same seed for every set.</summary>
    /// <returns>The scores, sets x folds.</returns>
    /// <exception cref="ModelyardException">A fit fails, or a score is not defined.</exception>
    internal double[][] Score(IReadOnlyList<int[]> sets)
    {
        double[][] scores = [.. sets.Select(_ => new double[Count])];
        Run(sets.Count * Count, i =>
        {
            (int set, int fold) = Math.DivRem(i, Count);
            scores[set][fold] = Fit(fold, sets[set]).Score;
        });
        return scores;
    }

    /// <summary>Scores the usual answer, which looks at no column, on all folds.</summary>
    /// <returns>The score of each fold; null where the metric is not defined for it.</returns>
    internal double[]? ScoreGuess()
    {
        double[] scores = [.. Enumerable.Range(0, Count).Select(fold => ScoreOf(Guess(fold), _test[fold]))];
        return Array.TrueForAll(scores, double.IsFinite) ? scores : null;
    }

    /// <summary>Tells whether scores of the folds are better than others by more than chance, two standard errors.</summary>
    internal bool IsClearlyBetter(IReadOnlyList<double> scores, IReadOnlyList<double> others) => new CurveReader(Metric, TestShare).IsClearlyBetter(scores, others);

    /// <summary>Tells whether scores of the folds are better than others on average, to be seen, be it beyond chance or not.</summary>
    internal bool LooksBetter(IReadOnlyList<double> scores, IReadOnlyList<double> others) => new CurveReader(Metric, TestShare).LooksBetter(scores, others);

    /// <summary>Learns from some columns in one fold.</summary>
    /// <returns>The score on the rows that were not learned from, and the importance of each column; null if it is not asked for.</returns>
    internal (double Score, double[]? Importances) Fit(int fold, int[] columns, bool withImportances = false)
    {
        FitContext own = ContextOf(fold);
        if (columns.Length == 0)
        {
            return (Defined(Guess(fold), _test[fold]), null);
        }

        Dataset train = _train[fold].Pick(_train[fold].Data, columns, own.Parallelism);
        IPredictiveModel model = _estimator.FitModel(train, own);
        double score = Defined(model, _train[fold].Pick(_test[fold], columns, own.Parallelism));
        return (score, withImportances ? _train[fold].SumUp(ColumnImportance.Of(model, _estimator), columns) : null);
    }

    /// <summary>Runs parts of the work side by side where the table is small.</summary>
    internal void Run(int count, Action<int> body) => ParallelLoop.For(count, _sideBySide ? Outer.Parallelism : 1, body, Outer.Cancellation);

    private FitContext ContextOf(int fold) => _context.ForPart((ulong)fold);

    /// <summary>Fits the usual answer, which takes no time worth a budget.</summary>
    private IPredictiveModel Guess(int fold) => CurveSettings.Guess(_data, Metric).FitModel(_train[fold].Data, ContextOf(fold) with { Budget = null });

    private double ScoreOf(IPredictiveModel model, Dataset test) => Metric.ScoreOf(Predictions.Of(model, test, _context.Parallelism));

    private double Defined(IPredictiveModel model, Dataset test)
    {
        double score = ScoreOf(model, test);
        return double.IsFinite(score)
            ? score
            : throw new ModelyardException($"'{Metric.Name}' is not defined on a fold: it may hold one class only, or too few rows. Take fewer folds, or another metric.");
    }
}
