using System.Globalization;
using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Persistence;
using Modelyard.Training;
using Modelyard.Training.Search;

namespace Modelyard.Lifecycle.Training;

/// <summary>Represents how a version was made, all but the data, so that it can be made again from other data.</summary>
/// <remarks>A training keeps it as JSON in the model file, under <see cref="Key"/>. The same recipe, table and seed give the same model, bit for bit, if the search is stated by trials and not by a time.</remarks>
public sealed record TrainingRecipe
{
    /// <summary>Under which name a model file tells, as JSON, how it was made.</summary>
    public const string Key = "recipe";

    /// <summary>Initializes the recipe of a training.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="missingTokens">The texts that stand for a missing cell.</param>
    public TrainingRecipe(TrainingOptions options, IReadOnlyList<string> missingTokens)
    {
        ArgumentNullException.ThrowIfNull(options);
        (Training, MissingTokens) = (options, missingTokens);
    }

    /// <summary>Initializes the recipe of a search of hyperparameters.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="missingTokens">The texts that stand for a missing cell.</param>
    public TrainingRecipe(TunerOptions options, IReadOnlyList<string> missingTokens)
    {
        ArgumentNullException.ThrowIfNull(options);
        (Tuning, MissingTokens) = (options, missingTokens);
    }

    /// <summary>Gets what a training was asked for; null of a search of hyperparameters.</summary>
    public TrainingOptions? Training { get; private init; }

    /// <summary>Gets what a search of hyperparameters was asked for; null of a training.</summary>
    public TunerOptions? Tuning { get; private init; }

    /// <summary>Gets the texts that stand for a missing cell.</summary>
    public IReadOnlyList<string> MissingTokens { get; private init; }

    /// <summary>Gets what the version does not tell and was assumed, in full sentences; empty of a version that holds its recipe.</summary>
    public IReadOnlyList<string> Assumptions { get; private init; } = [];

    /// <summary>Gets the name of the column to predict.</summary>
    public string Target => Training?.Target ?? Tuning!.Target;

    /// <summary>Gets the metric that chooses; null for the default of the task.</summary>
    public string? Metric => Training is { } options ? options.Metric : Tuning!.Metrics is [var first, ..] ? first : null;

    /// <summary>Gets the name of a column whose equal cells must not be parted; null if rows are independent.</summary>
    public string? Group => Training?.Group ?? Tuning?.Group;

    /// <summary>Gets the name of a column that orders the rows in time; null if time does not matter.</summary>
    public string? Time => Training?.Time ?? Tuning?.Time;

    /// <summary>Gets the names of columns that are not used.</summary>
    public IReadOnlyList<string> Exclude => Training?.Exclude ?? Tuning!.Exclude;

    /// <summary>Gets the seed.</summary>
    public ulong Seed => Training?.Seed ?? Tuning!.Seed;

    /// <summary>Finds the recipe of a model.</summary>
    /// <param name="package">The model.</param>
    /// <returns>The recipe that it holds; of a version that was made before recipes were kept, what its lineage tells, with <see cref="Assumptions"/>.</returns>
    /// <exception cref="ModelyardException">The model does not tell how it was made, or its recipe is damaged.</exception>
    public static TrainingRecipe Of(ModelPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return package.Lineage.TryGetValue(Key, out string? text) ? Parse(text) : Derive(package);
    }

    /// <summary>Reads a recipe.</summary>
    /// <param name="text">The JSON that <see cref="ToJson"/> wrote.</param>
    /// <returns>The recipe.</returns>
    /// <exception cref="ModelyardException">The text is none.</exception>
    public static TrainingRecipe Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using var document = JsonDocument.Parse(text);
            return RecipeJson.Read(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or OverflowException)
        {
            throw new ModelyardException($"The recipe of the model cannot be read: {fault.Message} Train anew with 'modelyard train'.", fault);
        }
    }

    /// <summary>Writes the recipe.</summary>
    /// <returns>One line of JSON.</returns>
    public string ToJson() => RecipeJson.Write(this);

    /// <summary>Creates the same recipe for so many threads; the number is no part of what is kept.</summary>
    internal TrainingRecipe WithParallelism(int threads) => this with
    {
        Training = Training is { } training ? training with { Parallelism = threads } : null,
        Tuning = Tuning is { } tuning ? tuning with { Parallelism = threads } : null,
    };

    /// <summary>Creates the same recipe for a table that lacks columns which are not used anyway.</summary>
    internal TrainingRecipe For(Frame table)
    {
        string[] excluded = [.. Exclude.Where(name => table.TryGetColumn(name, out _))];
        return excluded.Length == Exclude.Count ? this : this with
        {
            Training = Training is { } training ? training with { Exclude = excluded } : null,
            Tuning = Tuning is { } tuning ? tuning with { Exclude = excluded } : null,
        };
    }

    private static TrainingRecipe Derive(ModelPackage package)
    {
        string? search = package.Lineage.GetValueOrDefault("search"), target = package.Lineage.GetValueOrDefault("target");
        if (search is null || target is null)
        {
            throw new ModelyardException($"The model '{package.Name}' does not tell how it was made, as it was imported or fitted by hand. Make a version of it with 'modelyard train' or 'modelyard tune' first.");
        }

        ulong seed = ulong.TryParse(package.Lineage.GetValueOrDefault("seed"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong known) ? known : 0;
        string? metric = package.Metrics is [var first, ..] ? first.Name : null;
        string[] words = search.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        const string Rest = "The version was made before recipes were kept: that no columns were left out and rows are neither grouped nor ordered in time is assumed.";
        if (words is [var method, var tried, "trials"] && Enum.TryParse(method, ignoreCase: true, out SearchMethod chosen))
        {
            return new TrainingRecipe(
                new TunerOptions { Target = target, Estimators = [package.Estimator], Method = chosen, Trials = int.Parse(tried, CultureInfo.InvariantCulture), Metrics = metric is null ? [] : [metric], Seed = seed }, package.MissingTokens)
            {
                Assumptions = [Rest, $"The space that '{package.Estimator}' declares is searched."],
            };
        }

        bool isTrials = words is [_, "trials"];
        return new TrainingRecipe(
            new TrainingOptions
            {
                Target = target,
                Task = package.Predictor.Task,
                Metric = metric,
                Trials = isTrials ? int.Parse(words[0], CultureInfo.InvariantCulture) : null,
                Budget = isTrials ? null : words is [var seconds, "s"] && double.TryParse(seconds, CultureInfo.InvariantCulture, out double budget) ? TimeSpan.FromSeconds(budget) : null,
                Seed = seed,
            },
            package.MissingTokens)
        {
            Assumptions = [Rest, "All estimators that suit are compared."],
        };
    }
}
