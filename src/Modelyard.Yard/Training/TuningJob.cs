using System.Text;
using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Frames.Lineage;
using Modelyard.Persistence;
using Modelyard.Selection.Search;
using Modelyard.Training.Search;

namespace Modelyard.Lifecycle.Training;

/// <summary>Searches hyperparameters and records all of it: every trial as it comes, the run, the version of the model in the registry.</summary>
/// <param name="dataPath">The path of the table.</param>
/// <param name="yardFolder">The folder of the yard.</param>
/// <param name="options">What is asked for.</param>
/// <param name="study">The name of the study: one of that name that was begun before is gone on with; null for one named as the run.</param>
/// <param name="name">The name of the model; null for the name of the target.</param>
/// <param name="commandLine">The command line, for the lineage; null if there is none.</param>
/// <param name="missingTokens">The texts that stand for a missing cell, in the table and in those that the model will read; null for the usual ones.</param>
public sealed class TuningJob(
    string dataPath, string yardFolder, TunerOptions options, string? study = null, string? name = null, string? commandLine = null, IReadOnlyList<string>? missingTokens = null)
{
    private readonly CsvReadOptions _reading = new() { MissingTokens = missingTokens ?? CsvReadOptions.DefaultMissingTokens };

    /// <summary>Searches and records.</summary>
    /// <param name="progress">Who is told how far it has come.</param>
    /// <param name="stop">Ends the search; the best settings that were found so far are then tested, fitted and recorded.</param>
    /// <returns>The result, and under which names it is recorded.</returns>
    /// <exception cref="ModelyardException">The table, the options or the yard do not suit; a run that was begun is recorded as failed.</exception>
    public TuningOutcome Run(IProgress<TunerProgress>? progress = null, CancellationToken stop = default)
    {
        string modelName = ModelReference.CheckName("model", name ?? TrainingData.NameOf(options.Target));
        TrainingData data = TrainingData.Open(dataPath, _reading, stop);
        using Yard yard = Yard.Open(yardFolder);
        return Run(yard, data, modelName, null, progress, stop);
    }

    /// <summary>Searches on a table that is there already and records.</summary>
    internal TuningOutcome Run(Yard yard, TrainingData data, string modelName, Registration? register, IProgress<TunerProgress>? progress, CancellationToken stop)
    {
        yard.CheckWritable();
        using RunLog run = yard.Runs.Start(new RunStart
        {
            Name = modelName,
            Kind = "tune",
            CommandLine = commandLine,
            Seed = (long)options.Seed,
            Data = new RunData(data.Path, data.Digest, data.Frame.RowCount),
            Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["target"] = options.Target, ["method"] = options.Method.ToString().ToLowerInvariant() },
        });
        if (data.IsKept)
        {
            run.LogKept(TrainingData.ArtifactName, data.Digest);
        }

        using StudyJournal journal = yard.Studies.Open(study ?? run.Id);
        run.LogTag("study", journal.Name);
        TunerResult result = Tuner.Tune(data.Frame, options, journal, $"{data.Digest} {string.Join(',', missingTokens ?? [])}", progress, stop);
        Record(run, result);
        ModelPackage package = Package(result, modelName, run.Id, journal.Name, data);
        ModelVersion version = register is null ? yard.Models.Register(modelName, package, run.Id) : register(yard, modelName, package, run);
        run.Finish();
        return new TuningOutcome(result, dataPath, run.Id, journal.Name, modelName, version.Version, package);
    }

    private ModelPackage Package(TunerResult result, string modelName, string run, string studyName, TrainingData data)
    {
        var lineage = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["run"] = run,
            ["study"] = studyName,
            ["data"] = data.Name,
            ["data sha256"] = data.Digest,
            ["data rows"] = data.Frame.RowCount.ToString(),
            ["target"] = options.Target,
            ["seed"] = options.Seed.ToString(),
            ["search"] = $"{options.Method.ToString().ToLowerInvariant()}, {result.Study.Trials.Count} trials",
            ["modelyard"] = typeof(TuningJob).Assembly.GetName().Version?.ToString(3) ?? "",
            ["runtime"] = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
            ["command"] = commandLine ?? "",
            [TrainingRecipe.Key] = new TrainingRecipe(options, _reading.MissingTokens).ToJson(),
        };
        if (data.Lineage is { } table && LineageFile.ToText(table) is { } text)
        {
            lineage[TrainingJob.TableLineageKey] = text;
        }

        return new ModelPackage
        {
            Name = modelName,
            Predictor = result.Predictor,
            Estimator = result.Best.GetType().Name,
            Hyperparameters = result.Hyperparameters,
            Profile = result.Profile,
            MissingTokens = _reading.MissingTokens,
            Metrics = result.TestScores,
            Lineage = lineage,
            Created = DateTimeOffset.UtcNow,
        };
    }

    private static void Record(RunLog run, TunerResult result)
    {
        run.LogHyperparameter("estimator", result.Best.GetType().Name);
        foreach ((string key, string value) in result.Hyperparameters)
        {
            run.LogHyperparameter(key, value);
        }

        DateTimeOffset now = DateTimeOffset.UtcNow;
        string metric = result.Metrics[0].Name;
        run.LogMetrics(
        [
            .. result.TestScores.Where(score => double.IsFinite(score.Value)).Select(score => new RunMetric($"test/{score.Name}", score.Value, 0, now)),
            .. result.Study.Trials.Where(trial => trial.State == TrialState.Complete).Select(trial => new RunMetric($"trial/{metric}", trial.Scores[0], trial.Number, now)),
        ]);
        CoverageLog.Write(run, result.Coverage);
        run.LogTag("metric", metric);
        run.LogDuration("search", result.Study.Duration);
        foreach (string warning in result.Warnings)
        {
            run.LogWarning(warning);
        }

        LogChart(run, "history.svg", StudyCharts.History(result.Study));
        LogChart(run, "parallel.svg", StudyCharts.Parallel(result.Study));
        if (result.Importances.Count > 0)
        {
            LogChart(run, "importance.svg", StudyCharts.Importance(result.Importances));
        }
    }

    private static void LogChart(RunLog run, string name, Chart chart)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(chart.ToSvg(ChartTheme.Light)));
        run.LogArtifact(name, content);
    }
}
