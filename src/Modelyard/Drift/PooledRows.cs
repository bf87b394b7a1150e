using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Drift;

/// <summary>Represents the rows of two samples of vectors one below the other, and the squared distances of all pairs of them.</summary>
internal sealed class PooledRows
{
    private const int LeastRows = 2;
    private const double Greatest = 1e150;

    // The seeds of the draws of rows, apart from those of the permutations.
    private const ulong FirstDraw = ulong.MaxValue, SecondDraw = ulong.MaxValue - 1;

    private readonly Matrix _squares;
    private readonly FitContext _context;

    private PooledRows(Matrix squares, int first, FitContext context) => (_squares, First, _context) = (squares, first, context);

    /// <summary>Gets the number of rows of the first sample.</summary>
    internal int First { get; }

    /// <summary>Gets the number of rows of the second sample.</summary>
    internal int Second => _squares.Rows - First;

    /// <summary>Gets a value indicating whether a sample has no pair of rows.</summary>
    internal bool AreTooFew => First < LeastRows || Second < LeastRows;

    internal static PooledRows Of(Matrix first, Matrix second, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Columns != second.Columns)
        {
            throw new ModelyardException($"The first sample has '{first.Columns}' features and the second '{second.Columns}'; both must have the same.");
        }

        Require(first, "first");
        Require(second, "second");
        Matrix x = Draw(first, FirstDraw, context), y = Draw(second, SecondDraw, context);
        var squares = new Matrix(x.Rows + y.Rows, x.Rows + y.Rows);
        ParallelLoop.For(
            squares.Rows,
            context.Parallelism,
            row =>
            {
                for (int other = 0; other < row; other++)
                {
                    squares[row, other] = squares[other, row] = VectorKernels.SquaredDistance(Row(row), Row(other));
                }
            },
            context.Cancellation);
        return new PooledRows(squares, x.Rows, context);

        ReadOnlySpan<double> Row(int row) => row < x.Rows ? x.Row(row) : y.Row(row - x.Rows);
    }

    /// <summary>Computes the median distance of two rows, of those that differ where most do not; 1 if all are the same.</summary>
    internal double MedianDistance()
    {
        double[] distances = new double[(int)(_squares.Rows * (_squares.Rows - 1L) / 2)];
        int count = 0;
        for (int row = 1; row < _squares.Rows; row++)
        {
            for (int other = 0; other < row; other++)
            {
                distances[count++] = Math.Sqrt(_squares[row, other]);
            }
        }

        double median = UnsortedQuantile.Of(distances, 0.5);
        double[] apart = median > 0 ? [] : Array.FindAll(distances, distance => distance > 0);
        return median > 0 ? median : apart.Length > 0 ? UnsortedQuantile.Of(apart, 0.5) : 1;
    }

    /// <summary>Computes the Gaussian kernel of all pairs of two rows, zero for a row and itself.</summary>
    internal Matrix Similarities(double width) => Map(squared => Math.Exp(-squared / (2 * width * width)));

    /// <summary>Computes the distances of all pairs of rows.</summary>
    internal Matrix Distances() => Map(Math.Sqrt);

    private Matrix Map(Func<double, double> of)
    {
        var result = new Matrix(_squares.Rows, _squares.Rows);
        ParallelLoop.For(
            result.Rows,
            _context.Parallelism,
            row =>
            {
                for (int other = 0; other < row; other++)
                {
                    result[row, other] = result[other, row] = of(_squares[row, other]);
                }
            },
            _context.Cancellation);
        return result;
    }

    private static void Require(Matrix sample, string name)
    {
        for (int row = 0; row < sample.Rows; row++)
        {
            if (sample.Row(row).IndexOfAnyExceptInRange(-Greatest, Greatest) is >= 0 and var feature)
            {
                throw new ModelyardException($"The {name} sample has '{sample[row, feature]}' in row {row + 1}, feature {feature + 1}, and must have finite numbers from -1E+150 to 1E+150. Leave out rows with missing values, or fill them.");
            }
        }
    }

    private static Matrix Draw(Matrix sample, ulong draw, FitContext context)
    {
        if (sample.Rows <= KernelTests.MostRows)
        {
            return sample;
        }

        int[] rows = context.Random(draw).Permutation(sample.Rows)[..KernelTests.MostRows];
        Array.Sort(rows);
        return sample.SelectRows(rows);
    }
}
