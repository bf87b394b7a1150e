using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Represents a prediction by a weighted sum of the features.</summary>
public sealed class LinearSvrModel : IRegressionModel, IPersistent<LinearSvrModel>
{
    private const int Block = 1024;

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
    public unsafe void Predict(SparseMatrix rows, Span<double> predictions, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Columns != Features.Count)
        {
            throw new ArgumentException($"The rows have '{rows.Columns}' features and the model reads '{Features.Count}'.", nameof(rows));
        }

        RowCheck.Results(predictions, rows.Rows);
        fixed (double* start = predictions)
        {
            double* output = start;
            ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
            {
                for (int row = first; row < first + count; row++)
                {
                    output[row] = rows.Row(row).Dot(_coefficients) + Intercept;
                }
            });
        }
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("coefficients", _coefficients);
        state.Write("intercept", Intercept);
    }
}
