using Modelyard.Frames;
using Modelyard.Frames.Lineage;
using Modelyard.Persistence;
using Modelyard.Reports;
using Modelyard.Reports.Content;
using Modelyard.Training;

namespace Modelyard.Lifecycle.Training;

/// <summary>Trains a model and records all of it: the run, the version in the registry, the report.</summary>
/// <param name="dataPath">The path of the table.</param>
/// <param name="yardFolder">The folder of the yard.</param>
/// <param name="options">What is asked for.</param>
/// <param name="name">The name of the model; null for the name of the target.</param>
/// <param name="commandLine">The command line, for the lineage; null if there is none.</param>
/// <param name="missingTokens">The texts that stand for a missing cell, in the table and in those that the model will read; null for the usual ones.</param>
public sealed class TrainingJob(
    string dataPath, string yardFolder, TrainingOptions options, string? name = null, string? commandLine = null, IReadOnlyList<string>? missingTokens = null)
{
    /// <summary>Under which name a model file tells, as JSON, where its training table comes from.</summary>
    public const string TableLineageKey = "data lineage";

    private readonly CsvReadOptions _reading = new() { MissingTokens = missingTokens ?? CsvReadOptions.DefaultMissingTokens };

    /// <summary>Trains and records.</summary>
    /// <param name="progress">Who is told how far it has come.</param>
    /// <param name="stop">Ends the search; the best that was found so far is then fitted, tested and recorded.</param>
    /// <returns>The result, and under which names it is recorded.</returns>
    /// <exception cref="ModelyardException">The table, the options or the yard do not suit; a run that was begun is recorded as failed.</exception>
    public TrainingOutcome Run(IProgress<TrainingProgress>? progress = null, CancellationToken stop = default)
    {
        string modelName = ModelReference.CheckName("model", name ?? TrainingData.NameOf(options.Target));
        TrainingData data = TrainingData.Open(dataPath, _reading, stop);
        using Yard yard = Yard.Open(yardFolder);
        return Run(yard, data, modelName, null, progress, stop);
    }

    /// <summary>Trains on a table that is there already and records.</summary>
    internal TrainingOutcome Run(Yard yard, TrainingData data, string modelName, Registration? register, IProgress<TrainingProgress>? progress, CancellationToken stop)
    {
        yard.CheckWritable();
        using RunLog run = yard.Runs.Start(new RunStart
        {
            Name = modelName,
            CommandLine = commandLine,
            Seed = (long)options.Seed,
            Data = new RunData(data.Path, data.Digest, data.Frame.RowCount),
            Tags = Tags(),
        });
        if (data.IsKept)
        {
            run.LogKept(TrainingData.ArtifactName, data.Digest);
        }

        TrainingResult result = Trainer.Train(data.Frame, options, progress, stop);
        Record(run, result);

        Dictionary<string, string> lineage = Lineage(run.Id, data);
        Dictionary<string, string> kept = new(lineage, StringComparer.Ordinal) { [TrainingRecipe.Key] = new TrainingRecipe(options with { Task = result.Task }, _reading.MissingTokens).ToJson() };
        if (data.Lineage is not null && LineageFile.ToText(data.Lineage) is { } text)
        {
            kept[TableLineageKey] = text;
        }

        ModelPackage package = Package(result, modelName, kept);
        ModelVersion version = register is null ? yard.Models.Register(modelName, package, run.Id) : register(yard, modelName, package, run);
        string reportPath = WriteReport(yard, run, result, data, version, lineage);
        run.Finish();
        return new TrainingOutcome(result, dataPath, run.Id, modelName, version.Version, reportPath);
    }

    private ModelPackage Package(TrainingResult result, string modelName, Dictionary<string, string> lineage) => new()
    {
        Name = modelName,
        Predictor = result.Predictor,
        Estimator = result.Best,
        Hyperparameters = result.Hyperparameters,
        Profile = result.Profile,
        MissingTokens = _reading.MissingTokens,
        Metrics = result.TestScores,
        Lineage = lineage,
        Created = DateTimeOffset.UtcNow,
    };

    private static void Record(RunLog run, TrainingResult result)
    {
        run.LogHyperparameter("estimator", result.Best);
        foreach ((string key, string value) in result.Hyperparameters)
        {
            run.LogHyperparameter(key, value);
        }

        run.LogMetrics([.. result.TestScores.Where(score => double.IsFinite(score.Value)).Select(score => new RunMetric($"test/{score.Name}", score.Value, 0, DateTimeOffset.UtcNow))]);
        CoverageLog.Write(run, result.Coverage);
        run.LogTag("metric", result.Metric.Name);
        run.LogDuration("total", result.Duration);
        run.LogDuration("fit", result.FitTime);
        foreach (string warning in result.Warnings)
        {
            run.LogWarning(warning);
        }
    }

    private string WriteReport(Yard yard, RunLog run, TrainingResult result, TrainingData data, ModelVersion version, Dictionary<string, string> lineage)
    {
        string yardOption = yardFolder == ".modelyard" ? "" : $" --yard {yardFolder}";
        TrainingReportContent content = TrainingReportContents.Of(
            result,
            data.Frame,
            version.Reference,
            data.Name,
            new Dictionary<string, string>(lineage, StringComparer.Ordinal) { ["model file"] = $"sha256 {version.Digest}" },
            [
                new ReportCommand("Predict the rows of a table", $"modelyard predict {version.Name} new.csv -o scored.csv{yardOption}"),
                new ReportCommand("Serve it over HTTP", $"modelyard serve {version.Name}{yardOption}"),
            ]) with
        {
            DataLineage = data.Lineage is null ? null : new ReportLineage(data.Lineage, [.. result.Predictor.Inputs.Select(input => input.Name)]),
        };
        string path = Path.Combine(yard.ReportFolder, $"{version.Name}-{version.Version}.html");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, TrainingReport.Render(content));
        run.LogArtifact("report.html", path);
        return path;
    }

    private Dictionary<string, string> Lineage(string runId, TrainingData data) => new(StringComparer.Ordinal)
    {
        ["run"] = runId,
        ["data"] = data.Name,
        ["data sha256"] = data.Digest,
        ["data rows"] = data.Frame.RowCount.ToString(),
        ["target"] = options.Target,
        ["seed"] = options.Seed.ToString(),
        ["search"] = options.Trials is { } trials ? $"{trials} trials" : $"{(options.Budget ?? TimeSpan.FromSeconds(60)).TotalSeconds:0.##} s",
        ["modelyard"] = typeof(TrainingJob).Assembly.GetName().Version?.ToString(3) ?? "",
        ["runtime"] = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
        ["command"] = commandLine ?? "",
    };

    private Dictionary<string, string> Tags()
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["target"] = options.Target };
        if (missingTokens is not null)
        {
            tags["missing"] = string.Join(", ", missingTokens.Select(token => $"'{token}'"));
        }

        return tags;
    }
}
