using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Solves linear least squares with or without an L2 penalty.</summary>
internal static class LeastSquares
{
    private const int MostGramFeatures = 8192;
    private const int Block = 4096;

    /// <summary>Minimises <c>‖y − Xw − b‖² + penalty ‖w‖²</c>.</summary>
    /// <param name="data">The data.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <param name="penalty">The weight of the penalty.</param>
    /// <param name="intercept">Whether an intercept is learned.</param>
    /// <param name="tolerance">The share of the first slopes at which conjugate gradients on sparse features end.</param>
    internal static LinearModel Fit(Dataset data, FitContext context, double penalty, bool intercept, double tolerance = 0)
    {
        context.Checkpoint();
        if (data.IsSparse)
        {
            return SparseLeastSquares.Fit(data, data.SparseFeatures.Transpose(context.Checkpoint), context, penalty, intercept, tolerance);
        }

        double[] coefficients, means, squares;
        double targetMean;
        if (data.FeatureCount <= MostGramFeatures && data.FeatureCount <= Math.Max(data.RowCount, 64))
        {
            GramMatrix gram = context.Aggregate(data, new GramMatrix(data.FeatureCount));
            (means, targetMean) = (gram.Means.ToArray(), gram.TargetMean);
            Matrix products = gram.Products(intercept);
            squares = Diagonal(products);
            coefficients = Solve(products, gram.TargetProducts(intercept), penalty, isRough: false, context, found => Residual(data, context, gram, found, penalty, intercept)) ?? MinimumNorm.Solve(CentredColumns.Of(data, intercept), penalty, context);
        }
        else
        {
            CentredColumns columns = CentredColumns.Of(data, intercept);
            (means, targetMean) = (columns.Means, columns.TargetMean);
            squares = new double[data.FeatureCount];
            for (int i = 0; i < squares.Length; i++)
            {
                squares[i] = VectorKernels.SumOfSquares(columns.Columns.Row(i));
            }

            coefficients = MinimumNorm.Solve(columns, penalty, context);
        }

        context.Report(1, 1);
        double constant = intercept ? targetMean - VectorKernels.Dot(means, coefficients) : 0;
        return new LinearModel(data.Schema, coefficients, constant, CoordinateDescent.Importances(coefficients, squares));
    }

    /// <summary>Solves the normal equations, refined from residuals where they are ill-conditioned.</summary>
    /// <param name="products">The products of the features, which are written over.</param>
    /// <param name="target">The products of the features and the target, which become the coefficients.</param>
    /// <param name="penalty">The weight of the penalty.</param>
    /// <param name="isRough">Whether the products lost digits, so that the solution is refined in any case.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <param name="residual">Computes the products of the features with what coefficients leave of the target; null where the rows are gone.</param>
    /// <returns>The coefficients; null if the features depend on one another, or nearly so and there are no rows to refine from.</returns>
    internal static double[]? Solve(Matrix products, double[] target, double penalty, bool isRough, FitContext context, Func<double[], double[]>? residual)
    {
        if (NormalEquations.Of(products, penalty, residual is not null, context.Parallelism) is not { } equations)
        {
            return null;
        }

        double[] coefficients = target;
        var refinement = new Refinement(equations.Solve(coefficients));
        bool isRefined = residual is not null && (isRough || !equations.IsWellConditioned);
        for (int round = 0; round < Refinement.MostRounds && isRefined && refinement.GoesOn; round++)
        {
            context.Checkpoint();
            double[] correction = residual!(coefficients);
            if (refinement.Accept(equations.Solve(correction)))
            {
                VectorKernels.Axpy(1, correction, coefficients);
            }
        }

        return coefficients;
    }

    /// <summary>Computes the products of the features with what the coefficients leave of the target, less the penalty's share, from the rows themselves.</summary>
    private static double[] Residual(Dataset data, FitContext context, GramMatrix gram, double[] coefficients, double penalty, bool intercept)
    {
        double[] means = intercept ? gram.Means.ToArray() : new double[coefficients.Length];
        double targetMean = intercept ? gram.TargetMean : 0;
        double[] result = ParallelLoop.Reduce(
            data.RowCount,
            Block,
            context.Parallelism,
            (first, count) =>
            {
                double[] sums = new double[coefficients.Length], centred = new double[coefficients.Length];
                for (int row = first; row < first + count; row++)
                {
                    data.Features.Row(row).CopyTo(centred);
                    VectorKernels.Axpy(-1, means, centred);
                    double left = data.Target[row] - targetMean - VectorKernels.Dot(centred, coefficients);
                    VectorKernels.Axpy(data.HasWeights ? left * data.Weights[row] : left, centred, sums);
                }

                return sums;
            },
            (left, right) =>
            {
                VectorKernels.Axpy(1, right, left);
                return left;
            },
            context.Cancellation);
        VectorKernels.Axpy(-penalty, coefficients, result);
        return result;
    }

    internal static double[] Diagonal(Matrix matrix)
    {
        double[] diagonal = new double[matrix.Rows];
        for (int i = 0; i < diagonal.Length; i++)
        {
            diagonal[i] = matrix[i, i];
        }

        return diagonal;
    }
}
