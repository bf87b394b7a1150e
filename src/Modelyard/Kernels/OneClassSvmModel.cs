using Modelyard.Kernels.Solving;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Represents an outline of the training rows by similarity to support vectors.</summary>
/// <remarks>The score is how far outside a row lies: the negative of the decision value of Schölkopf and others; above 0 a row is an anomaly.</remarks>
public sealed class OneClassSvmModel : IAnomalyModel, IPersistent<OneClassSvmModel>
{
    private readonly SupportSum _sum;

    internal OneClassSvmModel(FeatureSchema features, SupportSum sum)
    {
        Features = features;
        _sum = sum;
    }

    /// <inheritdoc/>
    public static string TypeName => "one-class-support-vectors";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public double Threshold => 0;

    /// <summary>Gets the rows at or outside the outline, support vectors x features, in the order of training; without columns where the kernel is precomputed.</summary>
    public Matrix SupportVectors => _sum.Vectors.ToMatrix();

    /// <summary>Gets the training row of each support vector.</summary>
    public ReadOnlySpan<int> SupportRows => _sum.Rows;

    /// <summary>Gets the dual weight of each support vector.</summary>
    public ReadOnlySpan<double> DualCoefficients => _sum.Coefficients;

    /// <summary>Gets what is added to the weighted sum of similarities; the score is the negative of both.</summary>
    public double Intercept => _sum.Intercept;

    /// <inheritdoc/>
    public static OneClassSvmModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        return new OneClassSvmModel(features, SupportSum.Load(state, features));
    }

    /// <inheritdoc/>
    public double Score(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, Features.Count);
        return -_sum.Of(row);
    }

    /// <inheritdoc/>
    public void Score(Matrix rows, Span<double> scores, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        _sum.Of(rows, scores, degree);
        foreach (ref double score in scores)
        {
            score = -score;
        }
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        _sum.Save(state);
    }
}
