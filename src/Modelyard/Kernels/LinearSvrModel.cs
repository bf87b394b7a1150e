using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Represents a prediction by a weighted sum of the features.</summary>
public sealed class LinearSvrModel : IRegressionModel, IPersistent<LinearSvrModel>
{
    private readonly double[] _coefficients;

    internal LinearSvrModel(FeatureSchema features, double[] coefficients, double intercept)
    {
        Features = features;
        _coefficients = coefficients;
        Intercept = intercept;
    }

    /// <inheritdoc/>
    public static string TypeName => "linear-support-vector-regression";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <summary>Gets the weight of each feature.</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    /// <summary>Gets the prediction where all features are 0.</summary>
    public double Intercept { get; }

    /// <inheritdoc/>
    public static LinearSvrModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        double[] coefficients = state.ReadDoubles("coefficients", features.Count);
        double intercept = state.ReadDouble("intercept");
        return KernelState.AreFinite(coefficients) && double.IsFinite(intercept)
            ? new LinearSvrModel(features, coefficients, intercept)
            : throw new ModelFormatException("The numbers of a linear support vector machine must be finite.");
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, Features.Count);
        return VectorKernels.Dot(row, _coefficients) + Intercept;
    }

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<double> predictions, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(predictions, rows.Rows);
        MatrixProduct.MultiplyVector(rows, _coefficients, predictions, degree: degree);
        AddIntercept(predictions);
    }

    /// <inheritdoc/>
    public void Predict(SparseMatrix rows, Span<double> predictions, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(predictions, rows.Rows);
        SparseProduct.MultiplyVector(rows, _coefficients, predictions, degree);
        AddIntercept(predictions);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("coefficients", _coefficients);
        state.Write("intercept", Intercept);
    }

    private void AddIntercept(Span<double> predictions)
    {
        foreach (ref double prediction in predictions)
        {
            prediction += Intercept;
        }
    }
}
