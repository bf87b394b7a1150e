using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Similarity;

/// <summary>Represents sparse rows that are compared by a formula: the one is spread out, the others only add up what they store.</summary>
internal sealed class SparseRows : ComparedRows
{
    private readonly SparseMatrix _rows;
    private readonly double[] _squares;

    internal SparseRows(SparseMatrix rows, KernelFunction kernel)
        : base(kernel)
    {
        _rows = rows;
        _squares = new double[rows.Rows];
        for (int row = 0; row < _squares.Length; row++)
        {
            _squares[row] = rows.Row(row).SquaredNorm;
        }
    }

    /// <inheritdoc/>
    public override int Count => _rows.Rows;

    internal override Matrix ToMatrix() => _rows.ToDense();

    internal static SparseRows Load(StateReader state, FeatureSchema features, KernelFunction kernel)
    {
        int[] starts = state.ReadInts("supportStarts"), columns = state.ReadInts("supportColumns");
        double[] values = state.ReadDoubles("supportValues", columns.Length);
        if (!KernelState.AreFinite(values))
        {
            throw new ModelFormatException("The numbers of a support vector machine must be finite.");
        }

        try
        {
            return new SparseRows(new SparseMatrix(features.Count, starts, columns, values), kernel);
        }
        catch (ArgumentException exception)
        {
            throw new ModelFormatException($"The support vectors of the model are no sparse rows: {exception.Message}", exception);
        }
    }

    internal override void Compare(ReadOnlySpan<double> row, Span<double> similarities)
    {
        double squares = Kernel.ComparesDistances ? VectorKernels.SumOfSquares(row) : 0;
        for (int i = 0; i < similarities.Length; i++)
        {
            similarities[i] = Compare(row, squares, i);
        }

        Kernel.Finish(similarities);
    }

    internal override void CompareOwn(int row, ReadOnlySpan<int> others, Span<double> similarities)
    {
        using var spread = new ScratchBuffer(_rows.Columns);
        _rows.Row(row).CopyTo(spread.Span);
        for (int i = 0; i < others.Length; i++)
        {
            similarities[i] = Compare(spread.Span, _squares[row], others[i]);
        }

        Kernel.Finish(similarities[..others.Length]);
    }

    /// <summary>Computes the similarity of a row to itself without spreading the row, which would cost as much as there are features.</summary>
    /// <param name="row">The row.</param>
    /// <returns>The element of the diagonal.</returns>
    public override float Own(int row)
    {
        double own = Kernel.ComparesDistances ? 0 : _squares[row];
        Kernel.Finish(new Span<double>(ref own));
        return (float)own;
    }

    internal override ComparedRows Select(ReadOnlySpan<int> chosen) => new SparseRows(_rows.SelectRows(chosen), Kernel);

    private protected override void SaveRows(StateWriter state)
    {
        int[] starts = new int[_rows.Rows + 1];
        for (int row = 0; row < _rows.Rows; row++)
        {
            starts[row + 1] = starts[row] + _rows.Row(row).Count;
        }

        state.Write("supportStarts", starts.AsSpan());
        state.Write("supportColumns", _rows.Indices);
        state.Write("supportValues", _rows.Values);
    }

    private double Compare(ReadOnlySpan<double> row, double squares, int other)
    {
        double product = _rows.Row(other).Dot(row);
        return Kernel.ComparesDistances ? Math.Max(0, squares + _squares[other] - (2 * product)) : product;
    }
}
