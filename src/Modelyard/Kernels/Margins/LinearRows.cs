using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Margins;

/// <summary>Gives the rows that a linear machine learns from, dense or sparse, each with one more feature, of a constant value unless the rows were turned.</summary>
/// <remarks>The weight of the constant feature, the last of a vector of weights, is the intercept divided by that value; it is penalised as the others are.</remarks>
internal sealed class LinearRows
{
    private const int BlockRows = 2048;
    private const double Dependent = 1e-15;

    private readonly Matrix? _dense;
    private readonly SparseMatrix? _sparse;

    // The last feature of each row, where it is not the constant.
    private readonly double[]? _last;
    private readonly Lazy<SparseMatrix> _columns;

    /// <summary>Initializes rows.</summary>
    /// <param name="data">The data.</param>
    /// <param name="constant">The value of the constant feature; 0 for none.</param>
    public LinearRows(Dataset data, double constant)
    {
        _dense = data.IsSparse ? null : data.Features;
        _sparse = data.IsSparse ? data.SparseFeatures : null;
        Count = data.RowCount;
        Features = data.FeatureCount;
        Constant = constant;
        _columns = new Lazy<SparseMatrix>(TakeColumns);
    }

    /// <summary>Initializes rows whose last feature need not be constant.</summary>
    /// <param name="dense">The other features.</param>
    /// <param name="constant">The value of the last feature where each has the same.</param>
    /// <param name="last">The last feature of each row; null where it is the constant.</param>
    public LinearRows(Matrix dense, double constant, double[]? last)
    {
        _dense = dense;
        (Count, Features, Constant, _last) = (dense.Rows, dense.Columns, constant, last);
        _columns = new Lazy<SparseMatrix>(TakeColumns);
    }

    public int Count { get; }

    /// <summary>Gets the number of features, without the constant one.</summary>
    public int Features { get; }

    public double Constant { get; }

    /// <summary>Gets a value indicating whether the features are stored densely.</summary>
    public bool IsDense => _dense is not null;

    /// <summary>Gets the stored elements of each feature, the constant last.</summary>
    public SparseMatrix Columns => _columns.Value;

    /// <summary>Computes the score of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="weights">One weight a feature, that of the constant last.</param>
    public double Score(int row, ReadOnlySpan<double> weights) =>
        (_dense is not null ? VectorKernels.Dot(_dense.Row(row), weights[..Features]) : _sparse!.Row(row).Dot(weights)) + (Last(row) * weights[Features]);

    /// <summary>Computes the score where all features are 0.</summary>
    public double Intercept(ReadOnlySpan<double> weights) => Constant * weights[Features];

    /// <summary>Adds a multiple of a row to weights.</summary>
    public void AddTo(int row, double factor, Span<double> weights)
    {
        if (_dense is not null)
        {
            VectorKernels.Axpy(factor, _dense.Row(row), weights[..Features]);
        }
        else
        {
            _sparse!.Row(row).AddTo(factor, weights);
        }

        weights[Features] += factor * Last(row);
    }

    /// <summary>Adds a multiple of the squares of a row to numbers.</summary>
    public void AddSquaresTo(int row, double factor, Span<double> sums)
    {
        if (_dense is not null)
        {
            ReadOnlySpan<double> own = _dense.Row(row);
            for (int feature = 0; feature < own.Length; feature++)
            {
                sums[feature] += factor * own[feature] * own[feature];
            }
        }
        else
        {
            SparseRow own = _sparse!.Row(row);
            for (int i = 0; i < own.Count; i++)
            {
                sums[own.Indices[i]] += factor * own.Values[i] * own.Values[i];
            }
        }

        sums[Features] += factor * Last(row) * Last(row);
    }

    /// <summary>Computes the sum of the squares of a row.</summary>
    public double SquaredNorm(int row) =>
        (_dense is not null ? VectorKernels.SumOfSquares(_dense.Row(row)) : _sparse!.Row(row).SquaredNorm) + (Last(row) * Last(row));

    /// <summary>Writes a row as a dense one, the constant last.</summary>
    public void CopyTo(int row, Span<double> target)
    {
        if (_dense is not null)
        {
            _dense.Row(row).CopyTo(target);
        }
        else
        {
            _sparse!.Row(row).CopyTo(target);
        }

        target[Features] = Last(row);
    }

    /// <summary>Computes <c>Σ weight x xᵀ</c> of some rows, plus a number on the diagonal.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="weights">The weight of each.</param>
    /// <param name="diagonal">What is added to the diagonal.</param>
    /// <param name="check">Ends the work by an exception; called for each block of rows.</param>
    /// <param name="degree">The greatest number of threads.</param>
    public Matrix Curvature(ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, double diagonal, Action check, int degree)
    {
        int size = Features + 1;
        var curvature = new Matrix(size, size);
        var part = new Matrix(size, size);
        var block = new Matrix(Math.Min(rows.Length, BlockRows), size);
        for (int first = 0; first < rows.Length; first += BlockRows)
        {
            int count = Math.Min(BlockRows, rows.Length - first);
            check();
            for (int i = 0; i < count; i++)
            {
                CopyTo(rows[first + i], block.Row(i));
            }

            MatrixProduct.Gram(block.RowRange(0, count), part, weights.Slice(first, count), degree);
            VectorKernels.Axpy(1, part.AsSpan(), curvature.AsSpan());
        }

        for (int i = 0; i < size; i++)
        {
            curvature[i, i] += diagonal;
        }

        return curvature;
    }

    /// <summary>Writes some rows in coordinates of the span of their features, one for each row: their products with one another stay what they are. The last feature stays apart.</summary>
    /// <param name="listed">The rows.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="factor">Receives the factor of the products, whose columns are the coordinates of the rows.</param>
    public LinearRows Coordinates(int[] listed, int degree, out Cholesky factor)
    {
        var products = new Matrix(listed.Length, listed.Length);
        ParallelLoop.For(listed.Length, degree, i =>
        {
            double[] own = new double[Features + 1];
            CopyTo(listed[i], own);
            own[Features] = 0;
            for (int j = i; j < listed.Length; j++)
            {
                products[i, j] = Score(listed[j], own);
            }
        });
        double greatest = 0;
        for (int i = 0; i < listed.Length; i++)
        {
            greatest = Math.Max(greatest, products[i, i]);
        }

        // Rows that depend on others leave pivots of 0; what is added is rounding beside the greatest row.
        Cholesky? found;
        if (!double.IsFinite(greatest))
        {
            throw new ModelyardException("The squares of the features are too large for floating-point numbers. Scale the features.");
        }

        double added = greatest > 0 ? Dependent * greatest : 1;
        do
        {
            for (int i = 0; i < listed.Length; i++)
            {
                products[i, i] += added;
            }

            added *= 10;
        }
        while (!Cholesky.TryOf(products, out found, degree));
        factor = found;
        var coordinates = new Matrix(listed.Length, listed.Length);
        for (int i = 0; i < listed.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                coordinates[i, j] = factor.Upper[j, i];
            }
        }

        return new LinearRows(coordinates, Constant, _last is { } last ? Array.ConvertAll(listed, row => last[row]) : null);
    }

    private double Last(int row) => _last is { } last ? last[row] : Constant;

    private SparseMatrix TakeColumns()
    {
        SparseMatrix columns = (_sparse ?? SparseMatrix.From(_dense!)).Transpose();
        var builder = new SparseMatrixBuilder(Count);
        for (int column = 0; column < Features; column++)
        {
            SparseRow own = columns.Row(column);
            for (int i = 0; i < own.Count; i++)
            {
                builder.Add(own.Indices[i], own.Values[i]);
            }

            builder.EndRow();
        }

        for (int row = 0; row < Count && Last(row) != 0; row++)
        {
            builder.Add(row, Last(row));
        }

        builder.EndRow();
        return builder.Build();
    }
}
