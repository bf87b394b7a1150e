using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents a mean that is a function of a weighted sum of the features.</summary>
/// <remarks>Far from the training rows a mean is kept finite: the logarithm of a mean is taken from −700 to 700, and its inverse above 0.</remarks>
public sealed class GeneralizedLinearModel : IRegressionModel, IFeatureImportance, IPersistent<GeneralizedLinearModel>
{
    private const int Block = 4096;

    private readonly double[] _coefficients;
    private readonly double[] _importances;

    internal GeneralizedLinearModel(
        FeatureSchema features, LinkFunction link, double[] coefficients, double intercept, double[] importances, double deviance, double nullDeviance)
    {
        Features = features;
        Link = link;
        _coefficients = coefficients;
        Intercept = intercept;
        _importances = importances;
        Deviance = deviance;
        NullDeviance = nullDeviance;
    }

    /// <inheritdoc/>
    public static string TypeName => "generalized-linear";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <summary>Gets the function of the mean that is the weighted sum.</summary>
    public LinkFunction Link { get; }

    /// <summary>Gets the weight of each feature.</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    /// <summary>Gets the sum where all features are 0.</summary>
    public double Intercept { get; }

    /// <summary>Gets the deviance of the training rows per unit of their weight.</summary>
    public double Deviance { get; }

    /// <summary>Gets the deviance of the training rows, per unit of their weight, if each were predicted as the mean of all.</summary>
    public double NullDeviance { get; }

    /// <summary>Gets each coefficient's size times the standard deviation of its feature in training, as a share of all.</summary>
    public ReadOnlySpan<double> FeatureImportances => _importances;

    /// <inheritdoc/>
    public static GeneralizedLinearModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        double[] coefficients = state.ReadDoubles("coefficients", features.Count);
        double intercept = state.ReadDouble("intercept"), deviance = state.ReadDouble("deviance"), nullDeviance = state.ReadDouble("nullDeviance");
        double[] importances = state.ReadDoubles("importances", features.Count);
        CoefficientChecks.Finite("coefficients", coefficients);
        CoefficientChecks.Finite("intercept", [intercept]);
        CoefficientChecks.Finite("deviance", [deviance, nullDeviance]);
        CoefficientChecks.Importances(importances);
        return new GeneralizedLinearModel(features, state.ReadEnum<LinkFunction>("link"), coefficients, intercept, importances, deviance, nullDeviance);
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, _coefficients.Length);
        return LinkCurve.Mean(Link, VectorKernels.Dot(row, _coefficients) + Intercept);
    }

    /// <inheritdoc/>
    public unsafe void Predict(Matrix rows, Span<double> predictions, int degree = 1)
    {
        RowCheck.Features(rows, _coefficients.Length);
        RowCheck.Results(predictions, rows.Rows);
        fixed (double* start = predictions)
        {
            double* output = start;
            ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
            {
                for (int row = first; row < first + count; row++)
                {
                    output[row] = LinkCurve.Mean(Link, VectorKernels.Dot(rows.Row(row), _coefficients) + Intercept);
                }
            });
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
            ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
            {
                for (int row = first; row < first + count; row++)
                {
                    output[row] = LinkCurve.Mean(Link, rows.Row(row).Dot(_coefficients) + Intercept);
                }
            });
        }
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("link", Link.ToString());
        state.Write("coefficients", _coefficients);
        state.Write("intercept", Intercept);
        state.Write("deviance", Deviance);
        state.Write("nullDeviance", NullDeviance);
        state.Write("importances", _importances);
    }
}
