using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents sparse data as its columns: a step costs as much as the column has elements, however many rows.</summary>
/// <remarks>
/// With centred columns <c>x − m</c> the residual is <c>u + s</c>, where u changes only where x is stored and s is one number for all rows.
/// As a centred column sums to 0, its product with the residual is <c>x'u − m Σu</c>.
/// </remarks>
internal sealed class SparseColumnView : ILeastSquaresView
{
    private const double MostSweeps = 50;

    private readonly SparseColumns _columns;
    private readonly double[] _sums;
    private double _total;
    private double _shift;

    /// <summary>Initializes a view with all coefficients 0.</summary>
    /// <param name="columns">The columns.</param>
    public SparseColumnView(SparseColumns columns)
    {
        _columns = columns;
        _sums = [.. columns.Target];
        for (int row = 0; row < _sums.Length; row++)
        {
            // Products with columns that are not scaled need the root of the weight once more.
            _sums[row] *= columns.Root(row);
        }

        _total = VectorKernels.Sum(_sums);
        TargetSquares = VectorKernels.SumOfSquares(columns.Target) / columns.Weight;
        Squares = Array.ConvertAll(columns.Squares, square => square / columns.Weight);
    }

    /// <inheritdoc/>
    public double[] Squares { get; }

    /// <inheritdoc/>
    public double TargetSquares { get; }

    /// <inheritdoc/>
    public double ResidualProduct(int feature) => (_columns.Columns.Row(feature).Dot(_sums) - (_columns.Means[feature] * _total)) / _columns.Weight;

    /// <inheritdoc/>
    public void Shift(int feature, double change)
    {
        SparseRow column = _columns.Columns.Row(feature);
        for (int i = 0; i < column.Count; i++)
        {
            int row = column.Indices[i];
            double root = _columns.Root(row), removed = change * column.Values[i] * root * root;
            _sums[row] -= removed;
            _total -= removed;
        }

        _shift += change * _columns.Means[feature];
    }

    /// <inheritdoc/>
    public double ResidualSquares(ReadOnlySpan<double> coefficients)
    {
        double sum = 0;
        for (int row = 0; row < _sums.Length; row++)
        {
            double residual = Residual(row);
            sum += residual * residual;
        }

        return sum / _columns.Weight;
    }

    /// <inheritdoc/>
    public double ResidualTarget(ReadOnlySpan<double> coefficients)
    {
        double sum = 0;
        for (int row = 0; row < _sums.Length; row++)
        {
            sum += Residual(row) * _columns.Target[row];
        }

        return sum / _columns.Weight;
    }

    /// <inheritdoc/>
    public bool TryProducts(ReadOnlySpan<int> features, Matrix products, CancellationToken cancellation)
    {
        double own = 0;
        foreach (int feature in features)
        {
            own += _columns.Columns.Row(feature).Count;
        }

        if (features.Length * (own + _sums.Length) > MostSweeps * (_columns.Columns.Count + (double)_columns.Columns.Rows))
        {
            return false;
        }

        double[] dense = new double[_sums.Length];
        for (int i = 0; i < features.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            int feature = features[i];
            SparseRow column = _columns.Columns.Row(feature);
            for (int k = 0; k < column.Count; k++)
            {
                double root = _columns.Root(column.Indices[k]);
                dense[column.Indices[k]] = column.Values[k] * root * root;
            }

            for (int j = 0; j < i; j++)
            {
                double product = _columns.Columns.Row(features[j]).Dot(dense) - (_columns.Weight * _columns.Means[feature] * _columns.Means[features[j]]);
                products[i, j] = products[j, i] = product / _columns.Weight;
            }

            products[i, i] = Squares[feature];
            for (int k = 0; k < column.Count; k++)
            {
                dense[column.Indices[k]] = 0;
            }
        }

        return true;
    }

    private double Residual(int row)
    {
        double root = _columns.Root(row);
        return root == 0 ? 0 : (_sums[row] / root) + (_shift * root);
    }
}
