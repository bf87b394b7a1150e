using Modelyard.Numerics;

namespace Modelyard.Frames.Expressions.Functions;

/// <summary>Represents the count, sum and squared deviations of the present cells of rows; those of two parts of a column merge into those of both.</summary>
/// <param name="Count">The number of present cells.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Mean">Their mean; zero of none.</param>
/// <param name="Squares">The sum of the squared deviations from the mean.</param>
/// <remarks>Source of the merge: Chan, Golub and LeVeque (1983), Algorithms for Computing the Sample Variance.</remarks>
internal readonly record struct ColumnSums(long Count, double Sum, double Mean, double Squares)
{
    private const int BlockRows = 1 << 12;

    /// <summary>Gets the variance of a sample; NaN of fewer than two cells.</summary>
    public double Variance => Count < 2 ? double.NaN : Squares / (Count - 1);

    /// <summary>Computes the sums of a column of numbers or booleans, in blocks that are merged in their order.</summary>
    public static ColumnSums Of(Column column) =>
        ParallelLoop.Reduce(column.Length, BlockRows, Environment.ProcessorCount, (start, count) => OfRows(column, start, count), Merge);

    private static ColumnSums OfRows(Column column, int start, int count)
    {
        using var buffer = new ScratchBuffer(Math.Max(1, count));
        Span<double> cells = buffer.Span[..count];
        switch (column)
        {
            case DoubleColumn doubles:
                doubles.Values.Slice(start, count).CopyTo(cells);
                break;
            case IntegerColumn integers:
                Kernels.DoubleKernels.FromIntegers(integers.Values.Slice(start, count), cells);
                break;
            case BooleanColumn booleans:
                ReadOnlySpan<bool> flags = booleans.Values.Slice(start, count);
                for (int row = 0; row < count; row++)
                {
                    cells[row] = flags[row] ? 1 : 0;
                }

                break;
        }

        return OfPresent(column.MissingCount == 0 ? cells : cells[..MovePresent(column, start, cells)]);
    }

    private static int MovePresent(Column column, int start, Span<double> cells)
    {
        int present = 0;
        for (int row = 0; row < cells.Length; row++)
        {
            cells[present] = cells[row];
            present += column.IsMissing(start + row) ? 0 : 1;
        }

        return present;
    }

    private static ColumnSums OfPresent(Span<double> cells)
    {
        if (cells.Length == 0)
        {
            return default;
        }

        double sum = VectorKernels.Sum(cells), mean = sum / cells.Length;
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] -= mean;
        }

        return new ColumnSums(cells.Length, sum, mean, VectorKernels.SumOfSquares(cells));
    }

    private static ColumnSums Merge(ColumnSums first, ColumnSums second)
    {
        if (first.Count == 0 || second.Count == 0)
        {
            return first.Count == 0 ? second : first;
        }

        long count = first.Count + second.Count;
        double apart = second.Mean - first.Mean, share = (double)second.Count / count;
        return new ColumnSums(count, first.Sum + second.Sum, first.Mean + (apart * share), first.Squares + second.Squares + (apart * apart * first.Count * share));
    }
}
