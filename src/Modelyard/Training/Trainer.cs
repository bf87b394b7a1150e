using System.Diagnostics;
using Modelyard.Baselines;
using Modelyard.Charts;
using Modelyard.Ensembles;
using Modelyard.Evaluation;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Selection;

namespace Modelyard.Training;

/// <summary>Turns a table into a model one can trust: compares, tunes, votes, and tests once.</summary>
/// <remarks>
/// The test rows are set apart before anything is looked at. On the others every candidate is cross-validated with its preparation inside each fold; the best
/// are tuned; a vote is taken if it does better; the threshold is chosen on rows that were not fitted on. The chosen recipe is fitted on all training
/// rows, tested once, and, unless that is turned off, fitted once more on all rows for serving.
/// </remarks>
public sealed class Trainer
{
    private const string Stopped = "The training was stopped before there was a model.";
    private const int MostFolds = 5;
    private const int FewFoldsFrom = 20_000;
    private const int OneFoldFrom = 150_000;

    // On few rows the luck of one parting outweighs the differences between candidates.
    private const int ThreeRepeatsBelow = 1_000;
    private const int TwoRepeatsBelow = 3_000;
    private const int TunedCandidates = 3;
    private const int FewTestRows = 20;
    private const double CompareShare = 0.6;
    private const double SearchShare = 0.8;

    private const double ImportancesShare = 0.1;

    // The chosen recipe is fitted twice, on somewhat more rows than a fold has: for the test and for serving.
    private const double FinalFitsShare = 0.2;
    private static readonly TimeSpan DefaultBudget = TimeSpan.FromSeconds(60);

    private readonly TrainingOptions _options;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly List<string> _warnings = [];

    private Trainer(TrainingOptions options, IProgress<TrainingProgress>? progress)
    {
        _options = options;
        _progress = progress;
    }

    /// <summary>Trains a model.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="progress">Who is told how far it has come.</param>
    /// <param name="stop">Ends the search; the best that was found so far is then fitted and tested.</param>
    /// <returns>The model and all there is to say about it.</returns>
    /// <exception cref="ModelyardException">The table or the options do not suit, or there was no time for a single model.</exception>
    public static TrainingResult Train(Frame frame, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(options);
        if (!(options.TestShare is > 0 and < 1))
        {
            throw new ModelyardException($"The test share is '{options.TestShare}' and must be greater than 0 and less than 1: the chosen model is tested on those rows.");
        }

        HeldCoverage.Check(options.Coverage, options.CoverageGroups);
        return new Trainer(options, progress).Run(frame, stop);
    }

    private TrainingResult Run(Frame frame, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan? budget = _options.Budget ?? (_options.Trials is null ? DefaultBudget : null);
        var clock = new SearchClock(budget is { } whole ? whole * SearchShare : null, stop);
        Report("Reading", NumberText.Counted(frame.RowCount, "row"), 0, double.NaN);

        TrainingTable table = Read(frame, stop);
        _warnings.AddRange(table.Warnings);
        if (table.Test.RowCount < FewTestRows)
        {
            Warn($"The test has {(table.Test.RowCount == 1 ? "one row" : $"{table.Test.RowCount} rows")}: its scores may be far off. More rows, or a greater '--test-size', tell more.");
        }

        if (_options.Coverage is not null && _options.Time is not null)
        {
            Warn("Rows that come in time may drift: what intervals and sets hold is promised for rows that come as those learned from.");
        }

        Dataset train = table.Train;
        HeldCoverage.Check(_options.Coverage, _options.CoverageGroups, train);
        IMetric metric = _options.Metric is { } text ? MetricText.Parse(text, train.Task, table.Target.Classes) : MetricCatalogue.Default(train.Task, train.ClassCount);
        var context = new FitContext { Seed = _options.Seed, Parallelism = _options.Parallelism };
        Candidate[] candidates = [.. new CandidateList(_options, isTimed: budget is not null).Of(train)];
        _warnings.AddRange(LeakageWarnings.Of(train, context));

        var runner = new FoldRunner(train, Folds(train), Repeats(train), metric, context, clock);
        List<CandidateScores> compared = Compare(runner, clock, candidates);
        List<CandidateScores> ranked = CandidateScores.Rank(compared, metric);
        if (ranked.Count == 0)
        {
            throw new ModelyardException(stop.IsCancellationRequested
                ? Stopped
                : $"The budget of {budget?.TotalSeconds:0.###} s is too small to fit a single model on {NumberText.Counted(train.RowCount, "row")}. Give more time with '--budget', or fewer candidates with '--candidates'.");
        }

        if (compared.FindAll(one => one.Folds.Count == 0).ConvertAll(one => one.Candidate.Name) is [_, ..] left && !stop.IsCancellationRequested && clock.IsOver)
        {
            Warn($"The budget of {budget?.TotalSeconds:0.###} s left no time to try {string.Join(", ", left)}. Give more with '--budget'.");
        }

        List<CandidateScores> tuned = Tune(runner, clock, context, ranked);
        ranked = CandidateScores.Rank([.. compared, .. tuned], metric);
        return Finish(table, runner, context, clock, ranked, compared, tuned, start);
    }

    private TrainingTable Read(Frame frame, CancellationToken stop)
    {
        try
        {
            return new FitContext { Cancellation = stop }.Within(() => new TrainingTable(frame, _options));
        }
        catch (OperationCanceledException stopped)
        {
            throw new ModelyardException(Stopped, stopped);
        }
    }

    private List<CandidateScores> Compare(FoldRunner runner, SearchClock clock, Candidate[] candidates) =>
        new CandidateComparison(runner, clock).Run(candidates, CompareShare, (candidate, done, sofar) => Report(
            "Comparing",
            candidate.Name,
            clock.IsTimed ? clock.Share * SearchShare : CompareShare * done,
            CandidateScores.Rank(sofar, runner.Metric) is [{ } best, ..] ? best.Score : double.NaN));

    private List<CandidateScores> Tune(FoldRunner runner, SearchClock clock, FitContext context, List<CandidateScores> ranked)
    {
        if (clock.IsOver || _options.Trials == 0)
        {
            return [];
        }

        Candidate[] best = [.. ranked.Where(one => !one.Candidate.IsBaseline).Select(one => one.Candidate).DistinctBy(one => one.Name).Take(TunedCandidates)];
        double untuned = ranked[0].Score;
        Report("Tuning", string.Join(", ", best.Select(candidate => candidate.Name)), CompareShare, untuned);
        return new Tuning(runner, context, clock).Run(best, _options.Trials, (drawn, sofar) => Report(
            "Tuning",
            $"{drawn} sets of hyperparameters",
            clock.IsTimed ? clock.Share * SearchShare : CompareShare + ((SearchShare - CompareShare) * drawn / _options.Trials!.Value),
            CandidateScores.Rank([ranked[0], .. sofar], runner.Metric)[0].Score));
    }

    private TrainingResult Finish(
        TrainingTable table, FoldRunner runner, FitContext context, SearchClock clock, List<CandidateScores> ranked, List<CandidateScores> compared, List<CandidateScores> tuned, long start)
    {
        IMetric metric = runner.Metric;
        Recipe recipe = Recipe.Choose(ranked, metric, _options.Vote, clock.IsTimed ? clock.Whole.TotalSeconds * FinalFitsShare * runner.SideBySide : double.PositiveInfinity, runner.RowsOfFit);
        Report("Fitting", recipe.Name, 0.85, recipe.Score);
        FitContext final = context with { Warning = Warn };
        long fitStart = Stopwatch.GetTimestamp();
        IPredictiveModel tested = recipe.Fit(table.Train, final, _options.Coverage, _options.CoverageGroups);
        TimeSpan fitTime = Stopwatch.GetElapsedTime(fitStart);

        Report("Testing", NumberText.Counted(table.Test.RowCount, "row"), 0.9, recipe.Score);
        Predictions predictions = Predictions.Of(tested, table.Test, _options.Parallelism, recipe.Threshold);
        MetricScore[] scores = [.. Score(metric, predictions, context)];
        CompareToGuessing(recipe.Name, table, predictions, metric, context);
        IReadOnlyList<Explanation.FeatureImportance> importances = Explanation.PermutationImportance.CanScore(predictions)
            ? Explanation.PermutationImportance.Compute(tested, table.Test, metric, context.ForPart(0x696d), budget: clock.IsTimed ? clock.Whole * ImportancesShare : null)
            : [];

        Dataset served = table.Train;
        IPredictiveModel model = tested;
        if (_options.RefitOnAll)
        {
            Report("Fitting", "on all rows", 0.95, recipe.Score);
            served = table.All(_options);
            model = recipe.Fit(served, final, _options.Coverage, _options.CoverageGroups);
        }

        return new TrainingResult
        {
            Options = _options,
            Task = table.Target.Task,
            Classes = table.Target.Classes,
            Metric = metric,
            Rows = table.Rows.RowCount,
            TestRows = table.Test.RowCount,
            Dropped = table.Plan.Dropped,
            Preparation = recipe.Preparation,
            Repeats = runner.Repeats,
            Leaderboard = Leaderboard.Of(recipe, ranked, compared, metric),
            Trials = [.. tuned.Select(trial => new TuningTrial(trial.Candidate.Name, Leaderboard.Format(trial.Candidate.Estimator), trial.Score, trial.Folds.Count))],
            Best = recipe.Name,
            Hyperparameters = recipe.Hyperparameters,
            Predictor = new Predictor(model, table.Target.Name, recipe.Threshold),
            TestScores = scores,
            TestPredictions = predictions,
            Coverage = CoverageCheck.Of(tested, table.Test, _options.Parallelism),
            ThresholdCurve = recipe.ThresholdCurve,
            Importances = importances,
            Terms = Explanation.TellingTerms.Find(table.Train),
            Profile = TableProfiler.Profile(served),
            Warnings = [.. _warnings.Distinct(StringComparer.Ordinal)],
            WasStopped = clock.WasStopped,
            FitTime = fitTime,
            Duration = Stopwatch.GetElapsedTime(start),
        };
    }

    /// <summary>Warns if the chosen model is not shown to be better on the test rows than one that looks at no column: what was chosen as the best of many looks better than it is where all guess.</summary>
    private void CompareToGuessing(string name, TrainingTable table, Predictions predictions, IMetric metric, FitContext context)
    {
        if (predictions.Count < 2)
        {
            return;
        }

        IEstimator guess = table.Train.Task == TaskKind.Classification ? new BaselineClassifier() : new BaselineRegressor();
        var guessed = Predictions.Of(guess.FitModel(table.Train, context), table.Test, _options.Parallelism);
        MetricComparison compared = ModelComparison.Run(guessed, predictions, [metric], context.ForPart(0x6775))[0];
        if (!compared.IsDefined)
        {
            Warn($"On the test rows {metric.Title} is not defined{(table.Test.Task == TaskKind.Classification && table.Test.Labels.ToArray().Distinct().Count() < table.Test.ClassCount ? ", as they lack a class" : "")}, so that nothing shows that '{name}' is of any use. It takes more rows of each class.");
        }
        else if (compared.Winner() < 1)
        {
            Warn($"On the test rows '{name}' is not shown to be better than guessing without a look at any column: {metric.Title} is {NumberText.Score(compared.Second.Value)} against {NumberText.Score(compared.First.Value)}. More rows, or columns that tell more of the target, come before it is of use.");
        }
    }

    private static IEnumerable<MetricScore> Score(IMetric metric, Predictions predictions, FitContext context)
    {
        IMetric[] all = [.. MetricCatalogue.Reported(metric.Task, predictions.Classes.Count).Where(other => other.Name != metric.Name).Prepend(metric)];
        return all.Zip(Bootstrap.Intervals(all, predictions, context.ForPart(0x626f)), (one, interval) => new MetricScore(one.Name, interval.Value, interval.Low, interval.High));
    }

    /// <summary>Gets how often the training rows are parted into folds.</summary>
    private int Repeats(Dataset train) =>
        _options.Time is not null || !train.Groups.IsEmpty ? 1 : train.RowCount < ThreeRepeatsBelow ? 3 : train.RowCount < TwoRepeatsBelow ? 2 : 1;

    private IReadOnlyList<Split> Folds(Dataset train)
    {
        ulong seed = Numerics.RandomStream.DeriveSeed(_options.Seed, 0x666f);
        int folds = train.RowCount < FewFoldsFrom ? MostFolds : 3;
        if (_options.Time is not null)
        {
            return new TimeSeriesSplit { Folds = train.RowCount >= OneFoldFrom ? 1 : 3 }.Split(train);
        }

        if (!train.Groups.IsEmpty)
        {
            return new GroupKFold { Folds = folds, Seed = seed }.Split(train);
        }

        return train.RowCount >= OneFoldFrom
            ? new HoldOut { Seed = seed }.Split(train)
            : new RepeatedKFold { Repeats = Repeats(train), Folds = folds, Stratified = true, Seed = seed }.Split(train);
    }

    private void Warn(string message)
    {
        lock (_warnings)
        {
            _warnings.Add(message);
        }
    }

    private void Report(string stage, string message, double share, double best) => _progress?.Report(new TrainingProgress(stage, message, share, best));
}
