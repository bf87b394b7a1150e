using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Margins;

/// <summary>Gives the rows that a linear machine learns from, dense or sparse, each with one more feature of a constant value.</summary>
/// <remarks>The weight of the constant feature, the last of a vector of weights, is the intercept divided by that value; it is penalised as the others are.</remarks>
internal sealed class LinearRows
{
    private readonly Matrix? _dense;
    private readonly SparseMatrix? _sparse;
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

    public int Count { get; }

    /// <summary>Gets the number of features, without the constant one.</summary>
    public int Features { get; }

    public double Constant { get; }

    /// <summary>Gets the stored elements of each feature, the constant last.</summary>
    public SparseMatrix Columns => _columns.Value;

    /// <summary>Computes the score of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="weights">One weight a feature, that of the constant last.</param>
    public double Score(int row, ReadOnlySpan<double> weights) =>
        (_dense is not null ? VectorKernels.Dot(_dense.Row(row), weights[..Features]) : _sparse!.Row(row).Dot(weights)) + (Constant * weights[Features]);

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

        weights[Features] += factor * Constant;
    }

    /// <summary>Computes the sum of the squares of a row.</summary>
    public double SquaredNorm(int row) =>
        (_dense is not null ? VectorKernels.SumOfSquares(_dense.Row(row)) : _sparse!.Row(row).SquaredNorm) + (Constant * Constant);

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

        target[Features] = Constant;
    }

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

        for (int row = 0; row < Count && Constant != 0; row++)
        {
            builder.Add(row, Constant);
        }

        builder.EndRow();
        return builder.Build();
    }
}
