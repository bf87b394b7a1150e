namespace Modelyard.Numerics.Factorization;

/// <summary>Chooses the signs of vectors that are determined up to their sign.</summary>
internal static class Signs
{
    /// <summary>Makes the element of greatest size positive in each column; of equal ones, the first counts.</summary>
    /// <param name="columns">The matrix, which changes.</param>
    /// <returns>The sign that each column had: 1 or -1.</returns>
    public static double[] MakeLargestPositive(Matrix columns)
    {
        double[] largest = new double[columns.Columns];
        for (int i = 0; i < columns.Rows; i++)
        {
            Span<double> row = columns.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                largest[j] = Math.Abs(row[j]) > Math.Abs(largest[j]) ? row[j] : largest[j];
            }
        }

        for (int j = 0; j < largest.Length; j++)
        {
            largest[j] = largest[j] < 0 ? -1 : 1;
        }

        for (int i = 0; i < columns.Rows; i++)
        {
            VectorKernels.Multiply(largest, columns.Row(i));
        }

        return largest;
    }
}
