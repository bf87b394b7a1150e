using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Represents a prediction by the similarity to support vectors.</summary>
public sealed class SvrModel : IRegressionModel, IPersistent<SvrModel>
{
    private readonly Kernel _kernel;
    private readonly Matrix _vectors;
    private readonly double[] _coefficients;

    internal SvrModel(FeatureSchema features, Kernel kernel, Matrix vectors, double[] coefficients, double intercept)
    {
        Features = features;
        _kernel = kernel;
        _vectors = vectors;
        _coefficients = coefficients;
        Intercept = intercept;
    }

    /// <inheritdoc/>
    public static string TypeName => "support-vector-regression";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <summary>Gets the rows at or outside the border of the tube, support vectors x features, in the order of training.</summary>
    public Matrix SupportVectors => _vectors.Copy();

    /// <summary>Gets the signed dual weight of each support vector.</summary>
    public ReadOnlySpan<double> DualCoefficients => _coefficients;

    /// <summary>Gets what is added to the weighted sum of similarities.</summary>
    public double Intercept { get; }

    /// <inheritdoc/>
    public static SvrModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        Matrix vectors = state.ReadMatrix("supportVectors", -1, features.Count);
        double[] coefficients = state.ReadDoubles("dualCoefficients", vectors.Rows);
        double intercept = state.ReadDouble("intercept");
        return KernelState.AreFinite(vectors) && Array.TrueForAll(coefficients, double.IsFinite) && double.IsFinite(intercept)
            ? new SvrModel(features, Kernel.Load(state), vectors, coefficients, intercept)
            : throw new ModelFormatException("The numbers of a support vector machine must be finite.");
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, Features.Count);
        using var similarities = new ScratchBuffer(_vectors.Rows);
        _kernel.Compare(row, _vectors, similarities.Span);
        return VectorKernels.Dot(similarities.Span, _coefficients) + Intercept;
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("supportVectors", _vectors);
        state.Write("dualCoefficients", _coefficients);
        state.Write("intercept", Intercept);
        _kernel.Save(state);
    }
}
