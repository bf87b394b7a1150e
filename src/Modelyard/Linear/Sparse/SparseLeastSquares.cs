using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Solves linear least squares on sparse features, with or without an L2 penalty.</summary>
/// <remarks>
/// Few features: by the Cholesky factors of their products, refined from the rows. Many, or dependent ones: by conjugate gradients, whose
/// solution is the shortest where there are several. Source: Björck (1996), Numerical Methods for Least Squares Problems, section 7.4.
/// </remarks>
internal static class SparseLeastSquares
{
    private const int MostProducts = 2048;

    // Products of pairs of stored elements, one by one, cost so many times what those of whole rows cost.
    private const double PairCost = 8;

    private const int StepsPerDimension = 20;
    private const int LeastSteps = 1000;
    private const int Patience = 500;
    private const int Restarts = 2;
    private const double SlopeLimit = 1e-15;

    // Slopes of this share of the sizes that they are the products of are made of rounding.
    private const double Rounding = 4e-16;
    private const double Reliable = 1e-8;

    /// <summary>Minimises <c>‖y − Xw − b‖² + penalty ‖w‖²</c>.</summary>
    /// <param name="data">The data, with sparse features.</param>
    /// <param name="transpose">The transpose of the features.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <param name="penalty">The weight of the penalty.</param>
    /// <param name="intercept">Whether an intercept is learned.</param>
    /// <param name="tolerance">The share of the first slopes at which conjugate gradients end; 0 for as near to the minimum as rounding allows.</param>
    internal static LinearModel Fit(Dataset data, SparseMatrix transpose, FitContext context, double penalty, bool intercept, double tolerance = 0)
    {
        SparseColumns columns = SparseColumns.Of(data, transpose, intercept, context);
        double[] coefficients = SolveProducts(data, columns, penalty, intercept, context) ?? SolveBySteps(columns, penalty, tolerance, context);
        context.Report(1, 1);
        double constant = intercept ? columns.TargetMean - VectorKernels.Dot(columns.Means, coefficients) : 0;
        return new LinearModel(data.Schema, coefficients, constant, CoordinateDescent.Importances(coefficients, columns.Squares));
    }

    private static double[]? SolveProducts(Dataset data, SparseColumns columns, double penalty, bool intercept, FitContext context)
    {
        int features = data.FeatureCount;
        if (features > MostProducts || features > Math.Max(data.RowCount, 64))
        {
            return null;
        }

        bool isFull = PairCost * columns.PairCount > (double)data.RowCount * features * features;
        Matrix products = isFull ? context.Aggregate(data, new GramMatrix(features)).Products(intercept) : columns.Products();
        double[] target = new double[features];
        columns.MultiplyTransposed(columns.Target, target);
        return LeastSquares.Solve(products, target, penalty, isRough: true, context, found => Residual(columns, found, penalty));
    }

    /// <summary>Computes the products of the features with what the coefficients leave of the target, less the penalty's share.</summary>
    private static double[] Residual(SparseColumns columns, double[] coefficients, double penalty)
    {
        double[] left = new double[columns.Target.Length], slopes = new double[coefficients.Length];
        Leave(columns, coefficients, penalty, left, slopes);
        return slopes;
    }

    private static void Leave(SparseColumns columns, double[] coefficients, double penalty, double[] left, double[] slopes)
    {
        columns.Multiply(coefficients, left);
        for (int row = 0; row < left.Length; row++)
        {
            left[row] = columns.Target[row] - left[row];
        }

        columns.MultiplyTransposed(left, slopes);
        VectorKernels.Axpy(-penalty, coefficients, slopes);
    }

    private static double[] SolveBySteps(SparseColumns columns, double penalty, double tolerance, FitContext context)
    {
        double[] coefficients = new double[columns.Means.Length], scales = new double[coefficients.Length];
        for (int j = 0; j < scales.Length; j++)
        {
            // Without a penalty scaling would lead to a solution other than the shortest; a feature that does not vary takes no part.
            scales[j] = columns.Squares[j] + penalty == 0 ? 0 : penalty > 0 ? 1 / (columns.Squares[j] + penalty) : 1;
        }

        double[] left = new double[columns.Target.Length], slopes = new double[coefficients.Length];
        double first = 0, norm = Norm(columns, scales);
        for (int restart = 0; restart <= Restarts; restart++)
        {
            // What is left is computed anew, without the roundings of the steps.
            Leave(columns, coefficients, penalty, left, slopes);
            double size = Size(slopes, scales);
            first = restart == 0 ? size : first;
            double LimitOf(double[] rest) => Math.Max(Math.Max(SlopeLimit, tolerance) * first, Rounding * norm * VectorKernels.Norm(rest));
            if (size <= LimitOf(left) || Descend(columns, penalty, scales, coefficients, left, slopes, LimitOf, context))
            {
                break;
            }
        }

        return coefficients;
    }

    /// <summary>Takes steps along conjugate directions until the slopes are gone or shrink no more.</summary>
    /// <returns>True if no restart is worth it.</returns>
    private static bool Descend(SparseColumns columns, double penalty, double[] scales, double[] coefficients, double[] left, double[] slopes, Func<double[], double> limit, FitContext context)
    {
        double[] direction = new double[coefficients.Length], change = new double[left.Length], scaled = new double[coefficients.Length];
        double square = Scale(slopes, scales, scaled), least = square, first = square;
        scaled.CopyTo(direction, 0);
        long most = (StepsPerDimension * (long)Math.Min(left.Length, coefficients.Length)) + LeastSteps;
        for (long step = 0, since = 0; step < most && since < Patience; step++, since++)
        {
            if (context.ShouldStop())
            {
                context.Warn("The time budget ended the conjugate gradients before they converged; the coefficients are those found so far.");
                return true;
            }

            columns.Multiply(direction, change);
            double length = square / (VectorKernels.SumOfSquares(change) + (penalty * VectorKernels.SumOfSquares(direction)));
            VectorKernels.Axpy(length, direction, coefficients);
            VectorKernels.Axpy(-length, change, left);
            columns.MultiplyTransposed(left, slopes);
            VectorKernels.Axpy(-penalty, coefficients, slopes);
            double next = Scale(slopes, scales, scaled);
            if (next < least)
            {
                (least, since) = (next, 0);
            }

            if (Math.Sqrt(next) <= limit(left))
            {
                return false;
            }

            VectorKernels.Scale(next / square, direction);
            VectorKernels.Axpy(1, scaled, direction);
            square = next;
        }

        if (least > Reliable * Reliable * first && Math.Sqrt(least) > limit(left) / Reliable)
        {
            context.Warn("The conjugate gradients did not converge; the coefficients are those found so far. Scale the features, or set a greater penalty.");
            return true;
        }

        return false;
    }

    /// <summary>Computes the size of all features, each scaled, without taking their means away: those take part in the roundings.</summary>
    private static double Norm(SparseColumns columns, double[] scales)
    {
        double sum = 0;
        for (int j = 0; j < scales.Length; j++)
        {
            sum += scales[j] * (columns.Squares[j] + (columns.Weight * columns.Means[j] * columns.Means[j]));
        }

        return Math.Sqrt(sum);
    }

    private static double Scale(double[] slopes, double[] scales, double[] scaled)
    {
        slopes.CopyTo(scaled, 0);
        VectorKernels.Multiply(scales, scaled);
        return VectorKernels.Dot(slopes, scaled);
    }

    private static double Size(double[] slopes, double[] scales)
    {
        double sum = 0;
        for (int j = 0; j < slopes.Length; j++)
        {
            sum += slopes[j] * slopes[j] * scales[j];
        }

        return Math.Sqrt(sum);
    }
}
