using Modelyard.Numerics;

namespace Modelyard.Onnx.Graphs;

/// <summary>Lays out squared distances as squares less products, one product of tables for all.</summary>
internal static class SquaredDistances
{
    // The square of what lies beyond is not finite, and as far from every row.
    private const double Farthest = 1e100;

    /// <summary>Lays out the squared distance of each row to each of some that are known, but for the rounding of their squares.</summary>
    /// <remarks>
    /// Both are taken from the middle of the known rows: what is squared is then of the size of the distances, and its rounding of theirs. The middle is a whole number, so that whole numbers stay exact.
    /// </remarks>
    /// <param name="x">The rows.</param>
    /// <param name="rows">The known rows.</param>
    internal static GraphValue Of(GraphValue x, Matrix rows)
    {
        double[] middle = new double[rows.Columns], squares = new double[rows.Rows];
        for (int row = 0; row < rows.Rows; row++)
        {
            VectorKernels.Axpy(1.0 / rows.Rows, rows.Row(row), middle);
        }

        middle = Array.ConvertAll(middle, Math.Round);
        var apart = new Matrix(rows.Rows, rows.Columns);
        for (int row = 0; row < rows.Rows; row++)
        {
            rows.Row(row).CopyTo(apart.Row(row));
            VectorKernels.Axpy(-1, middle, apart.Row(row));
            squares[row] = VectorKernels.SumOfSquares(apart.Row(row));
        }

        GraphValue own = (x - x.Graph.Row(middle)).Within(-Farthest, Farthest);
        return ((own * own).Sum() + x.Graph.Row(squares) - (own.Times(x.Graph.Table(apart.Transpose())) * 2)).Greatest(0);
    }
}
