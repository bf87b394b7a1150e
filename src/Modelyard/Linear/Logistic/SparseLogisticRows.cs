using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents rows of which most features are 0.</summary>
/// <remarks>
/// Rows are scored from their stored elements, and the gradient is gathered from those of the columns: nothing as large as the parameters is held for each thread,
/// and each sum has one order.
/// </remarks>
internal sealed class SparseLogisticRows : LogisticRows
{
    private const int TileRows = 32;
    private const int BlockRows = 512;

    // Frequent words stand together in some vocabularies; blocks are small so that threads share them.
    private const int BlockColumns = 64;

    private readonly SparseMatrix _rows;
    private readonly SparseMatrix _columns;
    private readonly double[] _residuals;
    private readonly double[] _losses;
    private readonly double[] _totals;

    internal SparseLogisticRows(SparseMatrix rows, SparseMatrix columns, LogisticLayout layout, int[] labels, double[] weights, FitContext context)
        : base(layout, labels, weights, context)
    {
        _rows = rows;
        _columns = columns;
        int blocks = (Count + BlockRows - 1) / BlockRows;
        _residuals = new double[checked(Count * layout.Width)];
        _losses = new double[blocks];
        _totals = new double[blocks * layout.Width];
    }

    /// <inheritdoc/>
    internal override double AddLoss(double[] parameters, double[] gradient)
    {
        ParallelLoop.Blocks(Count, BlockRows, Context.Parallelism, (first, count) => Evaluate(first, count, parameters), Context.Cancellation);
        ParallelLoop.Blocks(Layout.Features, BlockColumns, Context.Parallelism, (first, count) => Gather(first, count, gradient), Context.Cancellation);
        Span<double> intercept = gradient.AsSpan(Layout.Features * Layout.Width);
        for (int at = 0; at < _totals.Length; at += Layout.Width)
        {
            VectorKernels.Axpy(1, _totals.AsSpan(at, Layout.Width), intercept);
        }

        return VectorKernels.Sum(_losses);
    }

    /// <inheritdoc/>
    internal override void Score(int row, double[] parameters, Span<double> scores)
    {
        SparseRow own = _rows.Row(row);
        int width = Layout.Width;
        if (width == 1)
        {
            scores[0] = own.Dot(parameters) + parameters[^1];
            return;
        }

        parameters.AsSpan(Layout.Features * width, width).CopyTo(scores);
        for (int i = 0; i < own.Count; i++)
        {
            VectorKernels.Axpy(own.Values[i], parameters.AsSpan(own.Indices[i] * width, width), scores);
        }
    }

    /// <inheritdoc/>
    internal override void CopyTo(int row, Span<double> features) => _rows.Row(row).CopyTo(features[..Layout.Features]);

    /// <inheritdoc/>
    internal override void AddSquares(int row, ReadOnlySpan<double> factors, double[] sums, double[] sizes)
    {
        SparseRow own = _rows.Row(row);
        for (int i = 0; i < own.Count; i++)
        {
            int j = own.Indices[i];
            VectorKernels.Axpy(own.Values[i] * own.Values[i], factors, sums.AsSpan(j * factors.Length, factors.Length));
            sizes[j] = Math.Max(sizes[j], Math.Abs(own.Values[i]));
        }
    }

    private void Evaluate(int first, int count, double[] parameters)
    {
        int width = Layout.Width, block = first / BlockRows;
        Span<double> totals = _totals.AsSpan(block * width, width);
        totals.Clear();
        double loss = 0;
        for (int row = first; row < first + count; row += TileRows)
        {
            int rows = Math.Min(TileRows, first + count - row);
            Span<double> tile = _residuals.AsSpan(row * width, rows * width);
            for (int i = 0; i < rows; i++)
            {
                Score(row + i, parameters, tile.Slice(i * width, width));
                if (width == 1)
                {
                    tile[i] = Residual(row + i, tile[i], ref loss);
                }
            }

            if (width > 1)
            {
                loss += Residuals(row, rows, tile);
            }

            for (int i = 0; i < rows && width > 1; i++)
            {
                VectorKernels.Axpy(1, tile.Slice(i * width, width), totals);
            }

            totals[0] += width == 1 ? VectorKernels.Sum(tile) : 0;
        }

        _losses[block] = loss;
    }

    private void Gather(int first, int count, double[] gradient)
    {
        int width = Layout.Width;
        for (int column = first; column < first + count; column++)
        {
            SparseRow own = _columns.Row(column);
            if (width == 1)
            {
                gradient[column] += own.Dot(_residuals);
                continue;
            }

            Span<double> slopes = gradient.AsSpan(column * width, width);
            for (int i = 0; i < own.Count; i++)
            {
                VectorKernels.Axpy(own.Values[i], _residuals.AsSpan(own.Indices[i] * width, width), slopes);
            }
        }
    }
}
