using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using TallSystem = Modelyard.Numerics.LeastSquares;

namespace Modelyard.Inference;

/// <summary>Represents the factorisation of weighted least squares: a triangle T that makes the columns of the design orthonormal, <c>(XT)ᵀ W (XT) = I</c>.</summary>
/// <remarks>
/// Everything of inference follows from it without a matrix being inverted: the coefficients are <c>T (XT)ᵀWy</c>, their covariance is proportional to <c>TTᵀ</c>, the leverage of a
/// row is its weight times the squared length of its row of XT, and robust covariances are sums of outer products of such rows.
/// Features are taken about their means where there is an intercept, and scaled to length 1. Many rows of well-conditioned features are factored by way of their Gram matrix,
/// all others by QR. Source: Golub and Van Loan (2013), Matrix Computations, 4th edition, chapter 5.
/// </remarks>
internal sealed class DesignFactor
{
    // Below this many multiplications QR takes no time worth saving.
    private const long WorthGram = 4_000_000;

    // The least squared pivot of the scaled Gram matrix that leaves 12 digits or more (ols_summary).
    private const double WellConditioned = 1e-3;
    private const double Faint = 1e-7;
    private const int Block = 4096;

    private readonly DesignMatrix _design;
    private readonly double[] _means;
    private readonly double _total;
    private readonly Matrix _spread;

    private DesignFactor(DesignMatrix design, double[] means, double total, Matrix spread, double[] projections, double targetMean)
    {
        _design = design;
        _means = means;
        _total = total;
        _spread = spread;
        int first = design.HasIntercept ? 1 : 0, columns = design.Columns.Count;
        Transform = new Matrix(columns, columns);
        for (int i = 0; i < spread.Rows; i++)
        {
            spread.Row(i).CopyTo(Transform.Row(first + i)[first..]);
        }

        Projections = new double[columns];
        projections.CopyTo(Projections, first);
        Coefficients = new double[columns];
        for (int i = 0; i < projections.Length; i++)
        {
            Coefficients[first + i] = VectorKernels.Dot(spread.Row(i), projections);
        }

        if (design.HasIntercept)
        {
            Transform[0, 0] = 1 / Math.Sqrt(total);
            MatrixProduct.MultiplyVector(spread, means, Transform.Row(0)[1..], transpose: true, alpha: -1);
            Projections[0] = targetMean * Math.Sqrt(total);
            Coefficients[0] = targetMean - VectorKernels.Dot(means, Coefficients.AsSpan(1));
        }
    }

    /// <summary>Gets T, upper triangular.</summary>
    internal Matrix Transform { get; }

    /// <summary>Gets the coefficients.</summary>
    internal double[] Coefficients { get; }

    /// <summary>Gets <c>(XT)ᵀWy</c>: the square of each element is what its column explains of the target beyond the columns before it.</summary>
    internal double[] Projections { get; }

    /// <summary>Factors the weighted design.</summary>
    /// <param name="design">The design.</param>
    /// <param name="target">The target.</param>
    /// <param name="weights">The weights, above 0; null for equal ones.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <exception cref="ModelyardException">Columns depend on each other, or there are fewer rows than columns.</exception>
    internal static DesignFactor Of(DesignMatrix design, double[] target, double[]? weights, FitContext context)
    {
        Matrix features = design.Features();
        int columns = features.Columns;
        if (columns > 0 && (long)features.Rows * columns * columns >= WorthGram && TryGram(design, features, target, weights, context) is { } quick)
        {
            return quick;
        }

        double total = weights is null ? features.Rows : VectorKernels.Sum(weights), targetMean = 0;
        double[] means = new double[columns], sizes = new double[columns];
        if (design.HasIntercept)
        {
            targetMean = (weights is null ? VectorKernels.Sum(target) : VectorKernels.Dot(target, weights)) / total;
            means = Means(features, weights, total);
        }

        Matrix scaled = Centred(features, weights, means, sizes), rest = new(features.Rows, 1);
        for (int row = 0; row < rest.Rows; row++)
        {
            rest[row, 0] = (target[row] - targetMean) * (weights is null ? 1 : Math.Sqrt(weights[row]));
        }

        Matrix triangle = TallSystem.Triangle(scaled, rest, context.Parallelism);
        DependentColumns.Refuse(design, triangle, means, sizes, Math.Sqrt(total));
        double[] projections = new double[columns];
        for (int i = 0; i < columns; i++)
        {
            projections[i] = triangle[i, columns];
        }

        return new DesignFactor(design, means, total, Spread(triangle.View(0, columns, 0, columns), sizes), projections, targetMean);
    }

    /// <summary>Computes rows of XT.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="rows">Receives the rows.</param>
    internal void Orthonormal(int first, Matrix rows) => Orthonormal(_design.Values, first, rows);

    private void Orthonormal(Matrix values, int first, Matrix rows)
    {
        int start = _design.HasIntercept ? 1 : 0;
        var centred = new Matrix(rows.Rows, _means.Length);
        for (int i = 0; i < rows.Rows; i++)
        {
            values.Row(first + i)[start..].CopyTo(centred.Row(i));
            VectorKernels.Axpy(-1, _means, centred.Row(i));
            rows.Row(i)[..start].Fill(1 / Math.Sqrt(_total));
        }

        if (_means.Length > 0)
        {
            MatrixProduct.Multiply(centred, _spread, rows.View(0, rows.Rows, start, _means.Length));
        }
    }

    /// <summary>Computes the leverage of each row.</summary>
    internal double[] Leverages(double[]? weights, FitContext context)
    {
        double[] leverages = new double[_design.RowCount];
        ParallelLoop.Blocks(
            leverages.Length,
            Block,
            context.Parallelism,
            (first, count) =>
            {
                var rows = new Matrix(count, _design.Columns.Count);
                Orthonormal(first, rows);
                for (int i = 0; i < count; i++)
                {
                    leverages[first + i] = VectorKernels.SumOfSquares(rows.Row(i)) * (weights is null ? 1 : weights[first + i]);
                }
            },
            context.Cancellation);
        return leverages;
    }

    /// <summary>Computes <c>T M Tᵀ</c>: the covariance of coefficients from that of their projections.</summary>
    /// <param name="middle">M, symmetric.</param>
    internal Matrix Covariance(Matrix middle)
    {
        int size = Transform.Rows;
        Matrix left = new(size, size), covariance = new(size, size);
        MatrixProduct.Multiply(Transform, middle, left);
        MatrixProduct.Multiply(left, Transform, covariance, transposeB: true);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++)
            {
                covariance[i, j] = covariance[j, i];
            }
        }

        return covariance;
    }

    /// <summary>Computes a root H of the covariance of coefficients, <c>HHᵀ</c>, from that of their projections.</summary>
    /// <param name="middle">The covariance of the projections, symmetric.</param>
    /// <exception cref="ModelyardException">The covariance is singular.</exception>
    internal Matrix CovarianceRoot(Matrix middle)
    {
        if (!Cholesky.TryOf(middle, out Cholesky? factor))
        {
            throw new ModelyardException("The covariance of the coefficients is singular, as that of fewer clusters than coefficients is, so that terms cannot be tested beside each other. Take classical errors, or fewer terms.");
        }

        var root = new Matrix(middle.Rows, middle.Rows);
        MatrixProduct.Multiply(Transform, factor.Upper, root, transposeB: true);
        return root;
    }

    /// <summary>Creates the covariance of the projections where all have one variance and are independent.</summary>
    internal Matrix Equal(double variance)
    {
        Matrix middle = Matrix.Identity(Transform.Rows);
        VectorKernels.Scale(variance, middle.AsSpan());
        return middle;
    }

    /// <summary>Computes the variance of the weighted sum of each row of a design of the same columns, in which nothing cancels however far the columns lie from 0.</summary>
    /// <param name="values">The rows.</param>
    /// <param name="middle">The covariance of the projections.</param>
    internal double[] Variances(Matrix values, Matrix middle)
    {
        double[] variances = new double[values.Rows];
        Matrix unit = new(1, Transform.Rows), half = new(1, Transform.Rows);
        for (int row = 0; row < variances.Length; row++)
        {
            Orthonormal(values, row, unit);
            MatrixProduct.MultiplyVector(middle, unit.Row(0), half.Row(0));
            variances[row] = VectorKernels.Dot(unit.Row(0), half.Row(0));
        }

        return variances;
    }

    /// <summary>Creates the inverse of T: the triangle of the weighted design.</summary>
    internal Matrix Triangle()
    {
        Matrix triangle = Matrix.Identity(Transform.Rows);
        TriangularSolve.InPlace(Transform, upper: true, transpose: false, triangle);
        return triangle;
    }

    /// <summary>Computes the condition number of the weighted design: the greatest singular values of T and of its inverse have all their digits, the least have not.</summary>
    internal double Condition() => Svd.Of(Transform, vectors: false).SingularValues[0] * Svd.Of(Triangle(), vectors: false).SingularValues[0];

    /// <summary>Computes the condition number of the weighted design with each column scaled to length 1.</summary>
    internal double ScaledCondition()
    {
        Matrix triangle = Triangle(), transform = Transform.Copy();
        for (int j = 0; j < triangle.Columns; j++)
        {
            double length = 0;
            for (int i = 0; i <= j; i++)
            {
                length += triangle[i, j] * triangle[i, j];
            }

            length = Math.Sqrt(length);
            VectorKernels.Scale(length, transform.Row(j));
            for (int i = 0; i <= j; i++)
            {
                triangle[i, j] /= length;
            }
        }

        return Svd.Of(transform, vectors: false).SingularValues[0] * Svd.Of(triangle, vectors: false).SingularValues[0];
    }

    private static DesignFactor? TryGram(DesignMatrix design, Matrix features, double[] target, double[]? weights, FitContext context)
    {
        GramMatrix gram = context.Aggregate(Dataset.ForRegression(features, target).WithWeights(weights), new GramMatrix(features.Columns));
        Matrix products = gram.Products(design.HasIntercept);
        double[] sizes = new double[features.Columns], projections = gram.TargetProducts(design.HasIntercept);
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = Math.Sqrt(products[i, i]);

            // A feature that hardly varies about its mean is looked at more closely.
            double shift = design.HasIntercept ? Math.Abs(gram.Means[i]) * Math.Sqrt(gram.Weight) : 0;
            if (!(sizes[i] > Faint * shift) || double.IsInfinity(sizes[i]))
            {
                return null;
            }
        }

        for (int i = 0; i < sizes.Length; i++)
        {
            projections[i] /= sizes[i];
            for (int j = 0; j < sizes.Length; j++)
            {
                products[i, j] /= sizes[i] * sizes[j];
            }
        }

        if (!Cholesky.TryOf(products, out Cholesky? factor))
        {
            return null;
        }

        for (int i = 0; i < sizes.Length; i++)
        {
            if (factor.Upper[i, i] * factor.Upper[i, i] < WellConditioned)
            {
                return null;
            }
        }

        TriangularSolve.InPlace(factor.Upper, upper: true, transpose: true, projections);
        double[] means = design.HasIntercept ? gram.Means.ToArray() : new double[sizes.Length];
        return new DesignFactor(design, means, gram.Weight, Spread(factor.Upper, sizes), projections, design.HasIntercept ? gram.TargetMean : 0);
    }

    /// <summary>Computes the part of T that belongs to the features: the inverse of the triangle, whose rows are brought back to the features' sizes.</summary>
    private static Matrix Spread(Matrix triangle, double[] sizes)
    {
        Matrix spread = Matrix.Identity(sizes.Length);
        if (sizes.Length > 0)
        {
            TriangularSolve.InPlace(triangle, upper: true, transpose: false, spread);
        }

        for (int i = 0; i < sizes.Length; i++)
        {
            VectorKernels.Scale(1 / sizes[i], spread.Row(i));
        }

        return spread;
    }

    private static double[] Means(Matrix features, double[]? weights, double total)
    {
        double[] means = new double[features.Columns];
        for (int row = 0; row < features.Rows; row++)
        {
            CheckNowAndThen(row);
            VectorKernels.Axpy(weights is null ? 1 : weights[row], features.Row(row), means);
        }

        VectorKernels.Scale(1 / total, means);

        // A second pass takes what rounding left, so that a column of large numbers has its mean to the last digit.
        double[] rest = new double[features.Columns];
        for (int row = 0; row < features.Rows; row++)
        {
            CheckNowAndThen(row);
            double weight = weights is null ? 1 : weights[row];
            ReadOnlySpan<double> values = features.Row(row);
            for (int j = 0; j < rest.Length; j++)
            {
                rest[j] += weight * (values[j] - means[j]);
            }
        }

        VectorKernels.Axpy(1 / total, rest, means);
        return means;
    }

    private static Matrix Centred(Matrix features, double[]? weights, double[] means, double[] sizes)
    {
        Matrix centred = features.Copy();
        for (int row = 0; row < centred.Rows; row++)
        {
            CheckNowAndThen(row);
            Span<double> values = centred.Row(row);
            VectorKernels.Axpy(-1, means, values);
            if (weights is not null)
            {
                VectorKernels.Scale(Math.Sqrt(weights[row]), values);
            }

            for (int j = 0; j < sizes.Length; j++)
            {
                sizes[j] += values[j] * values[j];
            }
        }

        for (int j = 0; j < sizes.Length; j++)
        {
            sizes[j] = sizes[j] > 0 ? Math.Sqrt(sizes[j]) : 1;
        }

        for (int row = 0; row < centred.Rows; row++)
        {
            CheckNowAndThen(row);
            Span<double> values = centred.Row(row);
            for (int j = 0; j < sizes.Length; j++)
            {
                values[j] /= sizes[j];
            }
        }

        return centred;
    }

    private static void CheckNowAndThen(int row)
    {
        if (row % Block == 0)
        {
            ParallelLoop.Check();
        }
    }
}
