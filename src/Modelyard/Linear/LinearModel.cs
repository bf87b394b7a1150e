using System.Runtime.CompilerServices;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents a prediction that is a weighted sum of the features plus an intercept.</summary>
public sealed class LinearModel : IRegressionModel, IFeatureImportance, IPersistent<LinearModel>
{
    private const int Block = 4096;

    // Below this many products a second thread costs more than it saves (lasso_diamonds).
    private const int WorthThreads = 1 << 18;

    private readonly double[] _coefficients;
    private readonly double[] _importances;

    internal LinearModel(FeatureSchema features, double[] coefficients, double intercept, double[] importances)
    {
        Features = features;
        _coefficients = coefficients;
        Intercept = intercept;
        _importances = importances;
    }

    /// <inheritdoc/>
    public static string TypeName => "linear";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <summary>Gets the weight of each feature.</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    /// <summary>Gets the prediction where all features are 0.</summary>
    public double Intercept { get; }

    /// <summary>Gets each coefficient's size times the standard deviation of its feature in training, as a share of all.</summary>
    public ReadOnlySpan<double> FeatureImportances => _importances;

    /// <inheritdoc/>
    public static LinearModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        double[] coefficients = state.ReadDoubles("coefficients", features.Count);
        double intercept = state.ReadDouble("intercept");
        double[] importances = state.ReadDoubles("importances", features.Count);
        CoefficientChecks.Finite("coefficients", coefficients);
        CoefficientChecks.Finite("intercept", [intercept]);
        CoefficientChecks.Importances(importances);
        return new LinearModel(features, coefficients, intercept, importances);
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, _coefficients.Length);
        return VectorKernels.Dot(row, _coefficients) + Intercept;
    }

    /// <inheritdoc/>
    public unsafe void Predict(Matrix rows, Span<double> predictions, int degree = 1)
    {
        RowCheck.Features(rows, _coefficients.Length);
        RowCheck.Results(predictions, rows.Rows);
        fixed (double* start = predictions)
        {
            double* output = start;
            if ((long)rows.Rows * _coefficients.Length < WorthThreads)
            {
                PredictBlock(rows, 0, new Span<double>(output, rows.Rows));
                return;
            }

            ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) => PredictBlock(rows, first, new Span<double>(output + first, count)));
        }
    }

    /// <inheritdoc/>
    public unsafe void Predict(SparseMatrix rows, Span<double> predictions, int degree = 1)
    {
        RowCheck.Features(rows, _coefficients.Length);
        RowCheck.Results(predictions, rows.Rows);
        fixed (double* start = predictions)
        {
            double* output = start;
            ParallelLoop.Blocks(rows.Rows, Block, rows.Count < WorthThreads ? 1 : degree, (first, count) =>
            {
                for (int row = first; row < first + count; row++)
                {
                    output[row] = rows.Row(row).Dot(_coefficients) + Intercept;
                }
            });
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PredictBlock(Matrix rows, int first, Span<double> predictions)
    {
        for (int row = 0; row < predictions.Length; row++)
        {
            predictions[row] = VectorKernels.Dot(rows.Row(first + row), _coefficients) + Intercept;
        }
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("coefficients", _coefficients);
        state.Write("intercept", Intercept);
        state.Write("importances", _importances);
    }
}
