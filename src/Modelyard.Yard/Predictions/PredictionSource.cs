using Modelyard.Learning;
using Modelyard.Persistence;

namespace Modelyard.Lifecycle.Predictions;

/// <summary>Says what made predictions: one version of a model, with what it reads and gives.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Version">Its version.</param>
/// <param name="Inputs">The columns that it reads.</param>
/// <param name="Target">The name of the column that it predicts.</param>
public sealed record PredictionSource(string Model, string Version, FeatureSchema Inputs, string Target)
{
    /// <summary>Gets the labels of the classes; empty for regression.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Creates the source of the predictions of a model.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="version">Its version.</param>
    /// <param name="package">The model.</param>
    /// <returns>The source.</returns>
    public static PredictionSource Of(string model, string version, ModelPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return new PredictionSource(model, version, package.Predictor.Inputs, package.Predictor.TargetName)
        {
            Classes = package.Predictor.Classes,
        };
    }
}
