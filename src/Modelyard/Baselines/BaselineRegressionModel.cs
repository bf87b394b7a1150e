using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Baselines;

/// <summary>Represents a model that predicts the same number for every row.</summary>
public sealed class BaselineRegressionModel : IRegressionModel, IPersistent<BaselineRegressionModel>
{
    internal BaselineRegressionModel(FeatureSchema features, double prediction)
    {
        Features = features;
        Prediction = prediction;
    }

    /// <inheritdoc/>
    public static string TypeName => "baseline-regression";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <summary>Gets the number that is predicted.</summary>
    public double Prediction { get; }

    /// <inheritdoc/>
    public static BaselineRegressionModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        double prediction = state.ReadDouble("prediction");
        return double.IsFinite(prediction)
            ? new BaselineRegressionModel(state.ReadFeatures("features"), prediction)
            : throw new ModelFormatException($"The value 'prediction' of the model is '{prediction}' and must be finite.");
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, Features.Count);
        return Prediction;
    }

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<double> predictions, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(predictions, rows.Rows);
        predictions.Fill(Prediction);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("prediction", Prediction);
    }
}
