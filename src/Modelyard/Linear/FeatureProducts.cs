using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Multiplies the features of a data set, dense or sparse, by vectors.</summary>
internal sealed class FeatureProducts
{
    private readonly Dataset _data;
    private readonly FitContext _context;

    internal FeatureProducts(Dataset data, FitContext context)
    {
        _data = data;
        _context = context;
        Columns = data.IsSparse ? data.SparseFeatures.Transpose(context.Checkpoint) : null;
    }

    /// <summary>Gets the transpose of sparse features; null if they are dense.</summary>
    internal SparseMatrix? Columns { get; }

    /// <summary>Computes the sum of each row's features, each times its coefficient.</summary>
    /// <param name="coefficients">One coefficient a feature.</param>
    /// <param name="sums">Receives one sum a row.</param>
    internal void Multiply(double[] coefficients, double[] sums)
    {
        if (_data.IsSparse)
        {
            SparseProduct.MultiplyVector(_data.SparseFeatures, coefficients, sums, _context.Parallelism, _context.Cancellation);
        }
        else
        {
            MatrixProduct.MultiplyVector(_data.Features, coefficients, sums, degree: _context.Parallelism);
        }
    }

    /// <summary>Computes the product of each feature and a vector of one number a row.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="products">Receives one product a feature.</param>
    internal void MultiplyTransposed(double[] vector, double[] products)
    {
        if (Columns is { } columns)
        {
            SparseProduct.MultiplyVector(columns, vector, products, _context.Parallelism, _context.Cancellation);
        }
        else
        {
            MatrixProduct.MultiplyVector(_data.Features, vector, products, transpose: true, degree: _context.Parallelism);
        }
    }

    /// <summary>Minimises <c>‖y − Xw − b‖² + penalty ‖w‖²</c> for another target and other weights.</summary>
    /// <param name="target">The target.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="penalty">The weight of the penalty.</param>
    /// <param name="intercept">Whether an intercept is learned.</param>
    internal LinearModel SolveLeastSquares(double[] target, double[] weights, double penalty, bool intercept)
    {
        FitContext context = _context with { Progress = null, Warning = null };
        return Columns is { } columns
            ? SparseLeastSquares.Fit(Dataset.ForRegression(_data.SparseFeatures, target, _data.Schema, _data.TargetName).WithWeights(weights), columns, context, penalty, intercept)
            : context.WithinTime(() => LeastSquares.Fit(Dataset.ForRegression(_data.Features, target, _data.Schema, _data.TargetName).WithWeights(weights), context, penalty, intercept));
    }

    /// <summary>Computes the weighted mean squares of the features, whether there is time or not: a model may need them.</summary>
    /// <param name="centre">Whether about their means, or about 0.</param>
    internal double[] MeanSquares(bool centre)
    {
        if (Columns is not { } columns)
        {
            return ColumnMoments.Of(_data, centre, _context).Squares;
        }

        double total = _data.HasWeights ? VectorKernels.Sum(_data.Weights) : _data.RowCount;
        double[] squares = SparseMoments.Of(columns, _data.Weights.ToArray(), total, centre, _context with { Budget = null }).Squares;
        VectorKernels.Scale(1 / total, squares);
        return squares;
    }
}
