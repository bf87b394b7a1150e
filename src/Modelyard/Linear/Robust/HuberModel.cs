using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents a linear prediction that outliers did not bend, and the scale by which they were told.</summary>
public sealed class HuberModel : IRegressionModel, IFeatureImportance, IPersistent<HuberModel>
{
    private readonly LinearModel _linear;

    internal HuberModel(LinearModel linear, double noise)
    {
        _linear = linear;
        NoiseScale = noise;
    }

    /// <inheritdoc/>
    public static string TypeName => "huber";

    /// <inheritdoc/>
    public FeatureSchema Features => _linear.Features;

    /// <summary>Gets the weight of each feature.</summary>
    public ReadOnlySpan<double> Coefficients => _linear.Coefficients;

    /// <summary>Gets the prediction where all features are 0.</summary>
    public double Intercept => _linear.Intercept;

    /// <summary>Gets the scale of the residuals, in units of the target: residuals larger than Epsilon times it count as outliers.</summary>
    public double NoiseScale { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<double> FeatureImportances => _linear.FeatureImportances;

    /// <inheritdoc/>
    public static HuberModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        double noise = state.ReadDouble("noiseScale");
        return noise >= 0 && double.IsFinite(noise)
            ? new HuberModel(LinearModel.Load(state), noise)
            : throw new ModelFormatException($"The value 'noiseScale' of the model is '{noise}' and must be a finite number of 0 or more.");
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row) => _linear.Predict(row);

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<double> predictions, int degree = 1) => _linear.Predict(rows, predictions, degree);

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _linear.Save(state);
        state.Write("noiseScale", NoiseScale);
    }
}
