using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents sparse features less their means, each row scaled by the root of its weight.</summary>
/// <remarks>The means are kept apart and taken from products, so that nothing is stored that was 0 before.</remarks>
internal sealed class SparseColumns
{
    private const int BlockColumns = 16;

    private readonly SparseMatrix _rows;
    private readonly double[] _roots;
    private readonly FitContext _context;
    private readonly double[] _scaled;

    private SparseColumns(Dataset data, SparseMatrix columns, bool centre, FitContext context)
    {
        _rows = data.SparseFeatures;
        _context = context;
        Columns = columns;
        double[] weights = data.Weights.ToArray();
        _roots = Array.ConvertAll(weights, Math.Sqrt);
        _scaled = new double[data.RowCount];
        Weight = weights.Length == 0 ? data.RowCount : VectorKernels.Sum(weights);
        (Means, Squares) = SparseMoments.Of(columns, weights, Weight, centre, context);
        Target = data.Target.ToArray();
        TargetMean = !centre ? 0 : (weights.Length == 0 ? VectorKernels.Sum(Target) : VectorKernels.Dot(Target, weights)) / Weight;
        for (int row = 0; row < Target.Length; row++)
        {
            Target[row] = (Target[row] - TargetMean) * Root(row);
        }
    }

    /// <summary>Gets the stored elements of each feature as they are, features x rows.</summary>
    public SparseMatrix Columns { get; }

    /// <summary>Gets the mean of each feature; 0 if the features are not centred.</summary>
    public double[] Means { get; }

    /// <summary>Gets the weighted sum of squares of each feature about its mean.</summary>
    public double[] Squares { get; }

    /// <summary>Gets the target less its mean, scaled as the rows are.</summary>
    public double[] Target { get; }

    /// <summary>Gets the mean that was taken from the target.</summary>
    public double TargetMean { get; }

    /// <summary>Gets the sum of the weights.</summary>
    public double Weight { get; }

    /// <summary>Gets the sum of the squares of the numbers of elements of the rows: what the products of all pairs of features cost.</summary>
    public double PairCount
    {
        get
        {
            double pairs = 0;
            for (int row = 0; row < _rows.Rows; row++)
            {
                double count = _rows.Row(row).Count;
                pairs += count * count;
            }

            return pairs;
        }
    }

    /// <summary>Prepares the columns of a data set.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="columns">The transpose of its features.</param>
    /// <param name="centre">Whether means are taken away.</param>
    /// <param name="context">What surrounds the fit.</param>
    public static SparseColumns Of(Dataset data, SparseMatrix columns, bool centre, FitContext context) => new(data, columns, centre, context);

    /// <summary>Gets the root of the weight of a row.</summary>
    public double Root(int row) => _roots.Length == 0 ? 1 : _roots[row];

    /// <summary>Computes the sum of each row's features, each times its coefficient.</summary>
    /// <param name="coefficients">One coefficient a feature.</param>
    /// <param name="sums">Receives one sum a row.</param>
    public void Multiply(double[] coefficients, double[] sums)
    {
        SparseProduct.MultiplyVector(_rows, coefficients, sums, _context.Parallelism, _context.Cancellation);
        double shift = VectorKernels.Dot(Means, coefficients);
        for (int row = 0; row < sums.Length; row++)
        {
            sums[row] = (sums[row] - shift) * Root(row);
        }
    }

    /// <summary>Computes the product of each feature and a vector of one number a row.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="products">Receives one product a feature.</param>
    public void MultiplyTransposed(double[] vector, double[] products)
    {
        vector.CopyTo(_scaled, 0);
        if (_roots.Length > 0)
        {
            VectorKernels.Multiply(_roots, _scaled);
        }

        SparseProduct.MultiplyVector(Columns, _scaled, products, _context.Parallelism, _context.Cancellation);
        VectorKernels.Axpy(-VectorKernels.Sum(_scaled), Means, products);
    }

    /// <summary>Computes the products of all pairs of features.</summary>
    /// <returns>A symmetric matrix, features x features. Off its diagonal the digits are lost that the square of the mean has before that of the deviation.</returns>
    public Matrix Products()
    {
        var products = new Matrix(Columns.Rows, Columns.Rows);
        ParallelLoop.Blocks(Columns.Rows, BlockColumns, _context.Parallelism, (first, count) =>
        {
            for (int column = first; column < first + count; column++)
            {
                AddProducts(column, products.Row(column));
            }
        }, _context.Cancellation);
        for (int i = 0; i < products.Rows; i++)
        {
            products[i, i] = Squares[i];
            for (int j = 0; j < i; j++)
            {
                products[j, i] = products[i, j];
            }
        }

        return products;
    }

    /// <summary>Computes the products of a feature and those before it.</summary>
    private void AddProducts(int column, Span<double> products)
    {
        SparseRow own = Columns.Row(column);
        for (int i = 0; i < own.Count; i++)
        {
            int row = own.Indices[i];
            double factor = own.Values[i] * Root(row) * Root(row);
            SparseRow other = _rows.Row(row);
            for (int k = 0; k < other.Count && other.Indices[k] < column; k++)
            {
                products[other.Indices[k]] += factor * other.Values[k];
            }
        }

        VectorKernels.Axpy(-Weight * Means[column], Means.AsSpan(0, column), products[..column]);
    }
}
