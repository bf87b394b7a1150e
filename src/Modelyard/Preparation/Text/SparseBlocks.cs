using Modelyard.Numerics;

namespace Modelyard.Preparation.Text;

/// <summary>Makes sparse matrices block of rows by block of rows, on several threads; the result does not depend on how many.</summary>
internal static class SparseBlocks
{
    private const int BlockRows = 256;

    internal delegate void WriteRow(int row, SparseMatrixBuilder builder);

    /// <summary>Makes a matrix.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="write">Adds the elements of a row; the row is ended afterwards.</param>
    /// <param name="cancellation">Ends the work between two blocks.</param>
    internal static SparseMatrix Build(int rows, int columns, int degree, WriteRow write, CancellationToken cancellation = default)
    {
        var parts = new SparseMatrix[(rows + BlockRows - 1) / BlockRows];
        ParallelLoop.Blocks(
            rows,
            BlockRows,
            degree,
            (first, count) =>
            {
                var builder = new SparseMatrixBuilder(columns);
                for (int row = first; row < first + count; row++)
                {
                    write(row, builder);
                    builder.EndRow();
                }

                parts[first / BlockRows] = builder.Build();
            },
            cancellation);
        return Join(parts, columns);
    }

    /// <summary>Puts matrices of as many columns one below the other.</summary>
    internal static SparseMatrix Join(IReadOnlyList<SparseMatrix> parts, int columns)
    {
        int rows = parts.Sum(part => part.Rows), row = 0, at = 0;
        long count = parts.Sum(part => (long)part.Count);
        if (count > Array.MaxLength)
        {
            throw new ModelyardException($"The rows have {count:N0} elements and a matrix may have {Array.MaxLength:N0}. Take fewer terms, or fewer rows.");
        }

        int[] starts = new int[rows + 1], indices = new int[count];
        double[] values = new double[count];
        foreach (SparseMatrix part in parts)
        {
            part.Indices.CopyTo(indices.AsSpan(at));
            part.Values.CopyTo(values.AsSpan(at));
            for (int i = 0; i < part.Rows; i++)
            {
                starts[row + 1] = starts[row] + part.Row(i).Count;
                row++;
            }

            at += part.Count;
        }

        return new SparseMatrix(columns, starts, indices, values);
    }
}
