using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Decomposition;

/// <summary>Multiplies the rows of a data set, dense or sparse, each scaled by the root of its weight, by matrices of few columns.</summary>
internal sealed class WeighedRows
{
    // Products of so many terms are done at a time: a cancellation is seen after some hundredths of a second.
    private const long TermsAtOnce = 1 << 27;

    private const int RowsBetweenChecks = 1 << 14;

    private readonly Dataset _data;
    private readonly SparseMatrix? _columns;
    private readonly double[] _roots;
    private readonly FitContext _context;

    internal WeighedRows(Dataset data, FitContext context)
    {
        _data = data;
        _context = context;
        _roots = Array.ConvertAll(data.Weights.ToArray(), Math.Sqrt);

        // The transpose makes each sum one thread's: nothing as large as the result is held for others.
        _columns = data.IsSparse ? data.SparseFeatures.Transpose(context.Checkpoint) : null;
    }

    /// <summary>Gets the number of features.</summary>
    internal int Features => _data.FeatureCount;

    /// <summary>Computes the product of the rows and a matrix.</summary>
    /// <param name="right">The matrix, features x k.</param>
    /// <returns>A new matrix, rows x k.</returns>
    internal Matrix Multiply(Matrix right)
    {
        Matrix result = Matrix.Uninitialized(_data.RowCount, right.Columns);
        if (_columns is not null)
        {
            SparseProduct.Multiply(_data.SparseFeatures, right, result, _context.Parallelism);
        }
        else
        {
            ForParts(right.Columns, (first, count) =>
                MatrixProduct.Multiply(_data.Features.RowRange(first, count), right, result.RowRange(first, count), degree: _context.Parallelism));
        }

        Weigh(result);
        return result;
    }

    /// <summary>Computes the product of the transpose of the rows and a matrix.</summary>
    /// <param name="right">The matrix, rows x k; it is scaled in its place.</param>
    /// <returns>A new matrix, features x k.</returns>
    internal Matrix MultiplyTransposed(Matrix right)
    {
        Matrix result = Matrix.Uninitialized(Features, right.Columns);
        Weigh(right);
        if (_columns is { } columns)
        {
            SparseProduct.Multiply(columns, right, result, _context.Parallelism);
        }
        else
        {
            ForParts(right.Columns, (first, count) => MatrixProduct.Multiply(
                _data.Features.RowRange(first, count), right.RowRange(first, count), result, transposeA: true, beta: first == 0 ? 0 : 1, degree: _context.Parallelism));
        }

        return result;
    }

    private void ForParts(int width, Action<int, int> multiply)
    {
        int rows = (int)Math.Clamp(TermsAtOnce / Math.Max(1, (long)Features * width), 1, _data.RowCount);
        for (int first = 0; first < _data.RowCount; first += rows)
        {
            ParallelLoop.Check();
            multiply(first, Math.Min(rows, _data.RowCount - first));
        }
    }

    private void Weigh(Matrix rows)
    {
        for (int row = 0; row < _roots.Length; row++)
        {
            if (row % RowsBetweenChecks == 0)
            {
                ParallelLoop.Check();
            }

            VectorKernels.Scale(_roots[row], rows.Row(row));
        }
    }
}
