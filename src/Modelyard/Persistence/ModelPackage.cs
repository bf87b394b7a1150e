using Modelyard.Frames;
using Modelyard.Pipelines;
using Modelyard.Preparation;

namespace Modelyard.Persistence;

/// <summary>Represents what a model file holds: the predictor, and what one needs to trust and watch it.</summary>
public sealed record ModelPackage
{
    /// <summary>Gets the name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the predictor.</summary>
    public required Predictor Predictor { get; init; }

    /// <summary>Gets the name of the estimator, as in <c>GradientBoostingClassifier</c>.</summary>
    public required string Estimator { get; init; }

    /// <summary>Gets the hyperparameters by name, each as the command prints it.</summary>
    public IReadOnlyDictionary<string, string> Hyperparameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the profile of the training data; null if none was kept.</summary>
    public TableProfile? Profile { get; init; }

    /// <summary>Gets the texts that stand for a missing cell in the tables that the model was trained on and reads.</summary>
    public IReadOnlyList<string> MissingTokens { get; init; } = CsvReadOptions.DefaultMissingTokens;

    /// <summary>Gets the metrics on the test part, the one that was optimised first.</summary>
    public IReadOnlyList<MetricScore> Metrics { get; init; } = [];

    /// <summary>Gets where the model comes from: run, data file, digests, seed, versions, command, each under its name.</summary>
    public IReadOnlyDictionary<string, string> Lineage { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the moment at which the model was made, in UTC.</summary>
    public DateTimeOffset Created { get; init; }
}
