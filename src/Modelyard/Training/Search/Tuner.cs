using System.Collections.Concurrent;
using Modelyard.Catalogue;
using Modelyard.Ensembles;
using Modelyard.Evaluation;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Selection;
using Modelyard.Selection.Search;

namespace Modelyard.Training.Search;

/// <summary>Searches the hyperparameters of estimators for a table, tests the best settings once, and says what they gained over the defaults.</summary>
/// <remarks>The test rows are set apart before anything is looked at. Preparation is fitted inside each fold. The first trials are the estimators as they were given.</remarks>
public sealed class Tuner
{
    private const int UsualTrials = 50;
    private const int MostGridPoints = 2_000;

    private readonly TunerOptions _options;
    private readonly TrainingTable _table;
    private readonly EstimatorSpace _space;
    private readonly IReadOnlyList<IMetric> _metrics;
    private readonly ConcurrentDictionary<LearnerTraits, PreparationPlan> _plans = new();
    private readonly List<string> _warnings = [];

    private Tuner(Frame frame, TunerOptions options)
    {
        _options = options;
        Check(options);
        HeldCoverage.Check(options.Coverage, options.CoverageGroups);
        IEstimator[] estimators = [.. options.Estimators.Select(EstimatorCatalogue.Create)];
        if (options.Coverage is not null && Array.Find(estimators, one => one is IHoldOutEstimator) is { } held)
        {
            throw new ModelyardException($"'{held.GetType().Name}' gives intervals or sets itself. Leave the coverage out, or name the estimator inside of it.");
        }
        if (Array.Find(estimators, one => one.Task == TaskKind.AnomalyDetection) is { } detector)
        {
            throw new ModelyardException($"'{detector.GetType().Name}' finds what is unusual and has no score to search by. Name an estimator that predicts the target.");
        }

        _space = options.Constraints.Aggregate(options.Spaces.Aggregate(EstimatorSpace.Of(estimators), (space, text) => space.With(text)), (space, text) => space.WithConstraint(text));
        CheckGrid(_space.Space);
        foreach (IEstimator one in options.Resource == SearchResource.Hyperparameter ? estimators : [])
        {
            (string path, Hyperparameter found) = HyperparameterPath.Find(one, options.ResourceName);
            if (!found.IsInteger)
            {
                throw CrossValidationObjective.NoResource(path);
            }
        }

        _table = new TrainingTable(frame, options.ForTable(estimators[0].Task));
        _warnings.AddRange(_table.Warnings);
        Dataset train = _table.Train;
        HeldCoverage.Check(options.Coverage, options.CoverageGroups, train);
        _metrics = options.Metrics.Count == 0
            ? [MetricCatalogue.Default(train.Task, train.ClassCount)]
            : MetricText.ParseAll(options.Metrics, train.Task, _table.Target.Classes);
    }

    /// <summary>Searches, tests and fits.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="journal">Where trials are written down, and read if the search was begun before; null for nowhere.</param>
    /// <param name="dataIdentity">What tells the table from others in the journal, as a digest does.</param>
    /// <param name="progress">Who is told how far it has come.</param>
    /// <param name="stop">Ends the search; the best settings that were found so far are then tested and fitted.</param>
    /// <returns>The best settings, a model, and all there is to say about them.</returns>
    /// <exception cref="ModelyardException">The table or the options do not suit, or the search found nothing.</exception>
    public static TunerResult Tune(
        Frame frame, TunerOptions options, ITrialJournal? journal = null, string dataIdentity = "", IProgress<TunerProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(options);
        return new Tuner(frame, options).Run(journal, dataIdentity, progress, stop);
    }

    private TunerResult Run(ITrialJournal? journal, string dataIdentity, IProgress<TunerProgress>? progress, CancellationToken stop)
    {
        IReadOnlyList<Split> folds = Folds(_table.Train, _options.Folds).Split(_table.Train);

        // A name says what a metric is; one that is made of costs or an expression is told as it was given.
        string made = string.Concat(_options.Metrics.Where(text => text.Contains('=', StringComparison.Ordinal)).Select(text => $" {text}"));
        CrossValidationObjective objective = new(Create, _table.Train, folds, _metrics)
        {
            Resource = _options.Resource,
            ResourceName = _options.ResourceName,
            DataIdentity = $"{dataIdentity} {string.Join(' ', _options.Estimators)} {_options.Target} {string.Join(',', _options.Exclude)} {string.Join(',', _options.Texts)} {_options.Group} {_options.Time} {_options.TestShare}{made}",
        };
        StudySettings settings = Settings();
        IProgress<StudyProgress>? told = progress is null ? null : new StudyReport(progress);
        StudyResult study = Study.Run(_space.Space, objective, settings, journal, told, stop);
        NestedResult? nested = _options.NestedFolds > 0 && !stop.IsCancellationRequested ? Nest(settings, progress, stop) : null;
        return Finish(study, nested, folds.Count, progress);
    }

    /// <summary>Gets the number of shares of the resource that so many trials can go through: three take 9, 3 and 1 of them, and the default one more.</summary>
    private int Rungs => _options.Trials is < 14 ? 2 : 3;

    private StudySettings Settings() => new()
    {
        Strategy = _options.Method switch
        {
            SearchMethod.Tpe => new TpeSearch(),
            SearchMethod.Random => new RandomSearch(),
            SearchMethod.Grid => new GridSearch(),
            SearchMethod.Halving => new HalvingSearch { Rungs = Rungs },
            SearchMethod.Hyperband => HalvingSearch.Hyperband(Rungs),
            SearchMethod.Asha => new AshaSearch { Rungs = Rungs },
            _ => new GaussianProcessSearch(),
        },
        Trials = _options.Trials ?? (_options.Budget is null && _options.Method != SearchMethod.Grid ? UsualTrials : null),
        Budget = _options.Budget,
        TrialsAtOnce = _options.TrialsAtOnce,
        Pruning = _options.Prune && _metrics.Count == 1 ? new MedianPruning() : null,
        EarlyStop = _options.StopsEarly ? new EarlyStop() : null,
        First = _space.Starts,
        Seed = _options.Seed,
        Parallelism = _options.Parallelism,
    };

    private NestedResult? Nest(StudySettings settings, IProgress<TunerProgress>? progress, CancellationToken stop)
    {
        progress?.Report(new TunerProgress("Nested", null, 0));
        try
        {
            return NestedCrossValidation.Run(_space.Space, Create, _table.Train, Folds(_table.Train, _options.NestedFolds), Folds(_table.Train, _options.Folds), _metrics[0], settings, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _warnings.Add("The nested cross-validation was stopped; there is no result of it.");
            return null;
        }
    }

    private TunerResult Finish(StudyResult study, NestedResult? nested, int folds, IProgress<TunerProgress>? progress)
    {
        progress?.Report(new TunerProgress("Testing", null, 0));
        if (study.SearchedShare < 1)
        {
            Warn($"None of the settings that were tried came so far as to be scored in full, but with {study.SearchedShare:P0} of the {_options.Resource.ToString().ToLowerInvariant()} at most{(study.Best.IsDefault ? ", so those before are kept" : "")}. Give more trials or time.");
        }

        var context = new FitContext { Seed = _options.Seed, Parallelism = _options.Parallelism, Warning = Warn };
        IEstimator best = _space.Create(study.Best.Point);
        IPredictiveModel tested = HeldCoverage.Around(Create(study.Best.Point), _options.Coverage, _options.CoverageGroups).FitModel(_table.Train, context);
        Predictions predictions = Predictions.Of(tested, _table.Test, _options.Parallelism);
        (double before, ScoreInterval? gain) = CompareWithDefault(study, predictions, context);
        progress?.Report(new TunerProgress("Fitting", null, 0));
        Dataset served = _options.RefitOnAll ? _table.All(_options.ForTable(best.Task)) : _table.Train;
        IPredictiveModel model = _options.RefitOnAll ? HeldCoverage.Around(new Pipeline(PreparationPlan.For(served, best.Traits).Steps, best), _options.Coverage, _options.CoverageGroups).FitModel(served, context) : tested;
        IMetric[] reported = [.. MetricCatalogue.Reported(best.Task, predictions.Classes.Count).Where(other => _metrics.All(metric => metric.Name != other.Name))];
        IMetric[] all = [.. _metrics, .. reported];
        return new TunerResult
        {
            Options = _options,
            Study = study,
            Metrics = _metrics,
            Folds = folds,
            Best = best,
            Importances = FunctionalAnova.Compute(study, _options.Seed),
            Nested = nested,
            Predictor = new Predictor(model, _table.Target.Name),
            TestScores = [.. all.Zip(Bootstrap.Intervals(all, predictions, context.ForPart(0x626f)), (one, interval) => new MetricScore(one.Name, interval.Value, interval.Low, interval.High))],
            Coverage = CoverageCheck.Of(tested, _table.Test, _options.Parallelism),
            DefaultTestScore = before,
            Gain = gain,
            Rows = _table.Rows.RowCount,
            TestRows = _table.Test.RowCount,
            Classes = _table.Target.Classes,
            Dropped = _table.Plan.Dropped,
            Profile = TableProfiler.Profile(served),
            Warnings = [.. _warnings.Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>Scores the settings as they were before the search on the same test rows.</summary>
    private (double Before, ScoreInterval? Gain) CompareWithDefault(StudyResult study, Predictions predictions, FitContext context)
    {
        if ((study.Default?.Point ?? (_space.Defaults is [var only] ? only : null)) is not { } point)
        {
            return (double.NaN, null);
        }

        IPredictiveModel model = Create(point).FitModel(_table.Train, context with { Warning = null });
        Predictions before = Predictions.Of(model, _table.Test, _options.Parallelism);
        return (_metrics[0].Score(before), Bootstrap.Paired([_metrics[0]], predictions, before, context.ForPart(0x626f))[0].Difference);
    }

    private Pipeline Create(SearchPoint point)
    {
        IEstimator estimator = _space.Create(point);
        return new Pipeline(_plans.GetOrAdd(estimator.Traits, traits => PreparationPlan.For(_table.Train, traits)).Steps, estimator);
    }

    private ISplitter Folds(Dataset train, int folds)
    {
        ulong seed = RandomStream.DeriveSeed(_options.Seed, 0x666f);
        return _options.Time is not null ? new TimeSeriesSplit { Folds = folds }
            : !train.Groups.IsEmpty ? new GroupKFold { Folds = folds, Seed = seed }
            : new KFold { Folds = folds, Stratified = true, Seed = seed };
    }

    private static void Check(TunerOptions options)
    {
        if (options.Estimators.Count == 0)
        {
            throw new ModelyardException("There is no estimator to search. Name one or more with '--estimator'.");
        }

        if (options.Folds < 2 || options.NestedFolds is < 0 or 1)
        {
            throw new ModelyardException($"The folds are '{options.Folds}' and '{options.NestedFolds}' outer ones; there must be 2 or more, and 0 or 2 or more outer ones.");
        }

        if (!(options.TestShare is > 0 and < 1))
        {
            throw new ModelyardException($"The test share is '{options.TestShare}' and must be greater than 0 and less than 1: the chosen settings are tested on those rows.");
        }
    }

    private void CheckGrid(SearchSpace space)
    {
        int points = _options.Method == SearchMethod.Grid && _options.Trials is null && _options.Budget is null ? space.Grid(new GridSearch().Resolution).Take(MostGridPoints + 1).Count() : 0;
        if (points > MostGridPoints)
        {
            throw new ModelyardException($"The grid has more than {MostGridPoints:N0} points. Fix some hyperparameters with '--space Name=VALUE', list few values of others, or say how much to try with '--trials' or '--budget'.");
        }
    }

    private void Warn(string message)
    {
        lock (_warnings)
        {
            _warnings.Add(message);
        }
    }

    /// <summary>Tells what a study tells to who listens to the whole.</summary>
    private sealed class StudyReport(IProgress<TunerProgress> progress) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => progress.Report(new TunerProgress("Searching", value, value.Share));
    }
}
