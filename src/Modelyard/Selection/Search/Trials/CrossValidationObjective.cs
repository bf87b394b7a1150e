using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Pipelines;

namespace Modelyard.Selection.Search;

/// <summary>Represents the mean score of an estimator over folds as what a search makes as good as it can; each step is a fold.</summary>
/// <remarks>Every trial sees the same folds with the same seeds, so that differences between trials are those of their settings.</remarks>
public sealed class CrossValidationObjective : ISearchObjective
{
    private const int FewestRows = 20;

    private readonly Func<SearchPoint, IEstimator> _create;
    private readonly Dataset _data;
    private readonly IReadOnlyList<Split> _folds;
    private readonly IReadOnlyList<IMetric> _metrics;

    /// <summary>Initializes an objective.</summary>
    /// <param name="create">Creates the estimator, usually a pipeline, of a point; what is wrong with a point it says by an exception, which fails the trial.</param>
    /// <param name="data">The rows.</param>
    /// <param name="folds">The folds.</param>
    /// <param name="metrics">The metrics, the most important first.</param>
    /// <exception cref="ModelyardException">There is no fold or metric, a metric is for another task, or a class is in no training row of a fold.</exception>
    public CrossValidationObjective(Func<SearchPoint, IEstimator> create, Dataset data, IReadOnlyList<Split> folds, params IReadOnlyList<IMetric> metrics)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(metrics);
        if (folds.Count == 0 || metrics.Count == 0)
        {
            throw new ModelyardException($"There are '{folds.Count}' folds and '{metrics.Count}' metrics; there must be one of each at least.");
        }

        if (metrics.FirstOrDefault(metric => metric.Task != data.Task) is { } other)
        {
            throw new ModelyardException($"The metric '{other.Name}' scores {other.Task.ToString().ToLowerInvariant()} and the data is for {data.Task.ToString().ToLowerInvariant()}. Name another metric.");
        }

        (_create, _data, _folds, _metrics) = (create, data, folds, metrics);
        CheckClasses();
        Goals = [.. metrics.Select(metric => new SearchGoal(metric.Name, metric.HigherIsBetter))];
    }

    /// <summary>Gets what a trial with a small share gets less of.</summary>
    public SearchResource Resource { get; init; }

    /// <summary>Gets the name of the hyperparameter that is the resource, as <c>Iterations</c>; of a pipeline's estimator the name alone.</summary>
    public string ResourceName { get; init; } = "";

    /// <summary>Gets what tells the data and the estimator from others in a journal, as a digest of the table does.</summary>
    public string DataIdentity { get; init; } = "";

    /// <inheritdoc/>
    public IReadOnlyList<SearchGoal> Goals { get; }

    /// <inheritdoc/>
    public string Identity => $"{DataIdentity}; {_data.RowCount} rows, {_data.FeatureCount} features, {_folds.Count} folds {FoldHash():x16}, {Resource.ToString().ToLowerInvariant()} {ResourceName}";

    /// <inheritdoc/>
    public int Steps(double share) => Resource == SearchResource.Folds ? Math.Max(1, (int)Math.Round(share * _folds.Count)) : _folds.Count;

    /// <inheritdoc/>
    public IReadOnlyList<double> Score(SearchPoint point, double share, int step, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Split fold = Resource == SearchResource.Rows && share < 1 ? Part(_folds[step], share, context) : _folds[step];
        Predictions predictions = CrossValidation.Evaluate(Create(point, share), _data, fold, _metrics[0], context.ForPart((ulong)step)).Predictions;
        double[] scores = [.. _metrics.Select(metric => metric.Score(predictions))];
        int undefined = Array.FindIndex(scores, score => !double.IsFinite(score));
        return undefined < 0 ? scores : throw new ModelyardException($"The metric '{_metrics[undefined].Name}' is '{scores[undefined]}' on the rows of the fold. {WhyUndefined(fold)}".TrimEnd());
    }

    private IEstimator Create(SearchPoint point, double share)
    {
        IEstimator created = _create(point);
        if (Resource != SearchResource.Hyperparameter || share >= 1)
        {
            return created;
        }

        string path = created is Pipeline && !ResourceName.Contains('.', StringComparison.Ordinal) ? $"{nameof(Pipeline.Estimator)}.{ResourceName}" : ResourceName;
        (path, Hyperparameter hyperparameter) = HyperparameterPath.Find(created, path);
        return hyperparameter.IsInteger && int.TryParse(HyperparameterPath.Read(created, path), out int whole)
            ? HyperparameterPath.Set(created, [KeyValuePair.Create(path, Math.Max((int)Math.Max(1, hyperparameter.Minimum), (int)Math.Round(share * whole)).ToString())])
            : throw NoResource(path);
    }

    /// <summary>Refuses a hyperparameter that cannot be the resource.</summary>
    internal static ModelyardException NoResource(string path) => new($"'{path}' is no whole number and cannot be what trials get less of at first. Name one that is, as 'Iterations' or 'Trees'.");

    private static Split Part(Split fold, double share, FitContext context)
    {
        int[] train = [.. fold.Train];
        RandomStream random = context.Random(0x726f);
        random.Shuffle(train.AsSpan());
        int count = Math.Clamp((int)Math.Ceiling(share * train.Length), Math.Min(FewestRows, train.Length), train.Length);
        return fold with { Train = [.. train.Take(count).Order()] };
    }

    private string WhyUndefined(Split fold)
    {
        if (_data.Task != TaskKind.Classification)
        {
            return "";
        }

        int[] labels = [.. fold.Test.Select(row => _data.Labels[row]).Distinct()];
        return labels.Length == 1 ? $"All of them are of the class '{_data.Classes[labels[0]]}'. Take fewer folds, or stratified ones." : "";
    }

    private void CheckClasses()
    {
        for (int fold = 0; fold < _folds.Count && _data.Task == TaskKind.Classification; fold++)
        {
            bool[] seen = new bool[_data.ClassCount];
            foreach (int row in _folds[fold].Train)
            {
                seen[_data.Labels[row]] = true;
            }

            // A class without any row at all is the data's affair, not the fold's.
            int missing = Array.FindIndex(seen, one => !one);
            int rows = missing < 0 ? 0 : _data.Labels.ToArray().Count(label => label == missing);
            if (rows > 0)
            {
                throw new ModelyardException(
                    $"The class '{_data.Classes[missing]}' has {rows} {(rows == 1 ? "row" : "rows")}, and fold {fold + 1} of {_folds.Count} has none of it to learn from. Add rows of the class, or leave it out.");
            }
        }
    }

    private ulong FoldHash()
    {
        // FNV-1a over the rows that are scored on, which say all of the parting.
        ulong hash = 14695981039346656037;
        foreach (int row in _folds.SelectMany(fold => fold.Test.Append(-1)))
        {
            hash = (hash ^ (uint)row) * 1099511628211;
        }

        return hash;
    }
}
