using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Persistence;

/// <summary>Represents what a model file says about its model, without the model.</summary>
public sealed record ModelManifest
{
    /// <summary>Gets the version of the file's format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>Gets the program that wrote the file, as in <c>Modelyard 0.1.0</c>.</summary>
    public required string Producer { get; init; }

    /// <summary>Gets the name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the name of the estimator.</summary>
    public required string Estimator { get; init; }

    /// <summary>Gets the hyperparameters by name.</summary>
    public required IReadOnlyDictionary<string, string> Hyperparameters { get; init; }

    /// <summary>Gets the moment at which the model was made, in UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Gets the columns that the model reads, in order.</summary>
    public required FeatureSchema Inputs { get; init; }

    /// <summary>Gets the texts that stand for a missing cell in the tables that the model was trained on and reads.</summary>
    public required IReadOnlyList<string> MissingTokens { get; init; }

    /// <summary>Gets the name of the predicted column.</summary>
    public required string TargetName { get; init; }

    /// <summary>Gets what is predicted.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>Gets the labels of the classes; empty for regression.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Gets, for two classes, the probability of the second class from which on it is predicted; null for the most probable class.</summary>
    public required double? Threshold { get; init; }

    /// <summary>Gets the profile of the training data; null if none was kept.</summary>
    public required TableProfile? Profile { get; init; }

    /// <summary>Gets the metrics on the test part, the one that was optimised first.</summary>
    public required IReadOnlyList<MetricScore> Metrics { get; init; }

    /// <summary>Gets where the model comes from.</summary>
    public required IReadOnlyDictionary<string, string> Lineage { get; init; }

    /// <summary>Gets the size of the tensors, in bytes.</summary>
    public required long TensorBytes { get; init; }

    /// <summary>Gets the SHA-256 digest of the tensors, in lower-case hexadecimal.</summary>
    public required string TensorDigest { get; init; }
}
