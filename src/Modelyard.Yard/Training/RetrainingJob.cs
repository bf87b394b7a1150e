using Modelyard.Frames;
using Modelyard.Persistence;
using Modelyard.Training;
using Modelyard.Training.Search;

namespace Modelyard.Lifecycle.Training;

/// <summary>Makes a version anew by its recipe, from other data or the same.</summary>
/// <param name="yardFolder">The folder of the yard.</param>
/// <param name="model">The version: name, name:version or name@alias.</param>
/// <param name="source">The rows to learn from.</param>
/// <param name="commandLine">The command line, for the lineage; null if there is none.</param>
public sealed class RetrainingJob(string yardFolder, string model, RetrainingSource source, string? commandLine = null)
{
    /// <summary>Trains and records a new version of the model.</summary>
    /// <param name="progress">Who is told how far it has come.</param>
    /// <param name="stop">Ends the search; the best that was found so far is then fitted, tested and recorded.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="ModelyardException">The version does not tell how it was made, or there are no rows to make it of.</exception>
    public RetrainingOutcome Run(IProgress<TrainingProgress>? progress = null, CancellationToken stop = default)
    {
        using Yard yard = Yard.Open(new YardOptions { Folder = yardFolder, Create = false });
        ModelVersion version = yard.Models.Resolve(model);
        ModelPackage package = yard.Models.Load(version);
        var recipe = TrainingRecipe.Of(package);
        GatheredRows rows = new RowGatherer(yard, version, package, recipe).Gather(source, stop);
        Frame table = GatheredRows.ToLearn(rows.Frame);
        TrainingData data = rows.Path is { } path ? TrainingData.Open(path, new CsvReadOptions { MissingTokens = recipe.MissingTokens }, stop) : TrainingData.Keep(table, rows.Name, yard.Artifacts);
        (ModelVersion made, double seconds) = Train(yard, data, version, recipe, commandLine, Registration(version), progress, stop);
        return new RetrainingOutcome(version, made, recipe, rows.Name, data.Frame.RowCount, TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Trains by a recipe.</summary>
    internal static (ModelVersion Version, double Seconds) Train(
        Yard yard, TrainingData data, ModelVersion before, TrainingRecipe recipe, string? commandLine, Registration register, IProgress<TrainingProgress>? progress, CancellationToken stop)
    {
        ModelVersion? made = null;
        Registration keep = (kept, name, package, run) => made = register(kept, name, package, run);
        recipe = recipe.For(data.Frame);
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        IReadOnlyList<string>? missing = recipe.MissingTokens.SequenceEqual(CsvReadOptions.DefaultMissingTokens, StringComparer.Ordinal) ? null : recipe.MissingTokens;
        if (recipe.Training is { } training)
        {
            new TrainingJob(data.Path, yard.Folder, training, before.Name, commandLine, missing).Run(yard, data, before.Name, keep, progress, stop);
        }
        else
        {
            new TuningJob(data.Path, yard.Folder, recipe.Tuning!, null, before.Name, commandLine, missing).Run(yard, data, before.Name, keep, progress is null ? null : new SearchProgress(progress), stop);
        }

        return (made!, System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static Registration Registration(ModelVersion before) => (yard, name, package, run) =>
    {
        run.LogTag("retrained from", before.Reference);
        return yard.Models.Register(name, package, run.Id, tags: new Dictionary<string, string>(StringComparer.Ordinal) { ["retrained from"] = before.Reference });
    };

    /// <summary>Tells how far a search has come as the progress of a training.</summary>
    private sealed class SearchProgress(IProgress<TrainingProgress> progress) : IProgress<TunerProgress>
    {
        public void Report(TunerProgress value) => progress.Report(new TrainingProgress(value.Stage, value.Study is { } study ? study.Latest.Point.Text : "", value.Share, double.NaN));
    }
}
