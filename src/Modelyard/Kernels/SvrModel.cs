using Modelyard.Kernels.Solving;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Represents a prediction by the similarity to support vectors.</summary>
public sealed class SvrModel : IRegressionModel, IPersistent<SvrModel>
{
    private readonly SupportSum _sum;

    internal SvrModel(FeatureSchema features, SupportSum sum)
    {
        Features = features;
        _sum = sum;
    }

    /// <inheritdoc/>
    public static string TypeName => "support-vector-regression";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <summary>Gets the rows at or outside the border of the tube, support vectors x features, in the order of training; without columns where the kernel is precomputed.</summary>
    public Matrix SupportVectors => _sum.Vectors.ToMatrix();

    /// <summary>Gets the training row of each support vector; empty for a model that was stored without them.</summary>
    public ReadOnlySpan<int> SupportRows => _sum.Rows;

    /// <summary>Gets the signed dual weight of each support vector.</summary>
    public ReadOnlySpan<double> DualCoefficients => _sum.Coefficients;

    /// <summary>Gets what is added to the weighted sum of similarities.</summary>
    public double Intercept => _sum.Intercept;

    /// <inheritdoc/>
    public static SvrModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        return new SvrModel(features, SupportSum.Load(state, features));
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, Features.Count);
        return _sum.Of(row);
    }

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<double> predictions, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        _sum.Of(rows, predictions, degree);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        _sum.Save(state);
    }
}
