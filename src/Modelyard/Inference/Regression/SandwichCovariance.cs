using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Computes covariances of coefficients that hold whatever the variances of the errors are.</summary>
/// <remarks>A fit whose scores are <c>weight · residual · row</c>: least squares, and the last step of a generalised linear model with its working weights and residuals.</remarks>
internal static class SandwichCovariance
{
    private const int Block = 4096;

    // Below some twenty to fifty clusters, says the survey (section VI); the least of it, so that the note is no noise.
    private const int FewClusters = 20;

    // What is left of a row beside its leverage, below which it is rounding.
    private const double LeastKept = 1e-10;

    /// <summary>Computes the covariance of the projections of the target on the columns of XT, which T makes that of the coefficients.</summary>
    /// <param name="kind">What is assumed of the errors; not the classical kind.</param>
    /// <param name="factor">The factored design.</param>
    /// <param name="weights">The weights with which it was factored; null for equal ones.</param>
    /// <param name="residuals">What each row has left.</param>
    /// <param name="clusters">The cluster of each row, for the kind of that name.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>A new symmetric matrix, coefficients x coefficients.</returns>
    internal static Matrix Of(CovarianceKind kind, DesignFactor factor, double[]? weights, double[] residuals, int[]? clusters, FitContext context)
    {
        int size = factor.Transform.Rows, count = residuals.Length;
        if (kind == CovarianceKind.Cluster)
        {
            return OfClusters(factor, weights, residuals, clusters, context);
        }

        Matrix middle = ParallelLoop.Reduce(
            count,
            Block,
            context.Parallelism,
            (first, rows) =>
            {
                Matrix unit = new(rows, size), sums = new(size, size);
                factor.Orthonormal(first, unit);
                double[] squares = new double[rows];
                for (int i = 0; i < rows; i++)
                {
                    double weight = weights is null ? 1 : weights[first + i], score = weight * residuals[first + i];
                    double kept = kind < CovarianceKind.HC2 ? 1 : 1 - (weight * VectorKernels.SumOfSquares(unit.Row(i)));
                    if (kept < LeastKept)
                    {
                        throw new ModelyardException($"The row '{first + i}' of those taken decides a coefficient all by itself (its leverage is 1), so that '{kind}' is not defined. Take 'HC1', or leave out the feature that is different in this row alone.");
                    }

                    squares[i] = score * score / (kind == CovarianceKind.HC3 ? kept * kept : kept);
                }

                MatrixProduct.Gram(unit, sums, squares);
                return sums;
            },
            Add,
            context.Cancellation);
        VectorKernels.Scale(kind == CovarianceKind.HC1 ? count / (double)(count - size) : 1, middle.AsSpan());
        return middle;
    }

    /// <summary>Puts the observed information around the covariance of scores, <c>I⁻¹ S I⁻¹</c> (White, 1982, Econometrica 50(1)).</summary>
    /// <param name="information">The information; null for the identity.</param>
    /// <param name="scores">The covariance of the scores.</param>
    internal static Matrix Within(Matrix? information, Matrix scores)
    {
        // Where the likelihood does not bend downwards everywhere the expected information is the better guess.
        if (information is null || !Cholesky.TryOf(information, out Cholesky? factor))
        {
            return scores;
        }

        Matrix covariance = scores.Copy();
        factor.Solve(covariance);
        covariance = covariance.Transpose();
        factor.Solve(covariance);
        return covariance;
    }

    /// <summary>Counts the clusters.</summary>
    internal static int ClusterCount(int[]? clusters) => clusters is null
        ? throw new ModelyardException("The standard errors are to be robust to clusters, and there are none. Name the column that says which rows belong together.")
        : clusters.Distinct().Count();

    /// <summary>Says where standard errors are too small as there are few clusters.</summary>
    /// <remarks>Source: Cameron and Miller (2015), A Practitioner's Guide to Cluster-Robust Inference, Journal of Human Resources 50(2).</remarks>
    internal static IEnumerable<string> Notes(CovarianceKind kind, RegressionData data)
    {
        if (kind == CovarianceKind.Cluster && ClusterCount(data.ClusterArray) is < FewClusters and var count)
        {
            yield return $"There are {count} clusters: with fewer than about {FewClusters}, standard errors that are robust to them are too small, and p-values too (Cameron and Miller, 2015).";
        }
    }

    private static Matrix OfClusters(DesignFactor factor, double[]? weights, double[] residuals, int[]? clusters, FitContext context)
    {
        int size = factor.Transform.Rows, count = ClusterCount(clusters);
        if (count < 2)
        {
            throw new ModelyardException($"There is '{count}' cluster and there must be two or more.");
        }

        var numbers = new Dictionary<int, int>();
        Matrix scores = new(count, size), unit = new(Math.Min(Block, residuals.Length), size);
        for (int first = 0; first < residuals.Length; first += Block)
        {
            context.Checkpoint();
            Matrix rows = unit.RowRange(0, Math.Min(Block, residuals.Length - first));
            factor.Orthonormal(first, rows);
            for (int i = 0; i < rows.Rows; i++)
            {
                int cluster = clusters![first + i];
                if (!numbers.TryGetValue(cluster, out int number))
                {
                    numbers[cluster] = number = numbers.Count;
                }

                VectorKernels.Axpy((weights is null ? 1 : weights[first + i]) * residuals[first + i], rows.Row(i), scores.Row(number));
            }
        }

        var middle = new Matrix(size, size);
        MatrixProduct.Gram(scores, middle);
        VectorKernels.Scale(count / (double)(count - 1) * ((residuals.Length - 1) / (double)(residuals.Length - size)), middle.AsSpan());
        return middle;
    }

    private static Matrix Add(Matrix left, Matrix right)
    {
        VectorKernels.Axpy(1, right.AsSpan(), left.AsSpan());
        return left;
    }
}
