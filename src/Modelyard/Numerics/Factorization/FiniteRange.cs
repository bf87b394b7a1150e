namespace Modelyard.Numerics.Factorization;

/// <summary>Brings the elements of a matrix into a range in which squares neither overflow nor vanish.</summary>
internal static class FiniteRange
{
    private const double Least = 1e-100;
    private const double Most = 1e100;

    /// <summary>Checks that all elements are finite, and scales them by a power of two if they are extreme.</summary>
    /// <param name="matrix">The matrix, which may change.</param>
    /// <param name="name">The name of the parameter that the matrix came in by.</param>
    /// <returns>The number by which results are multiplied to undo the scaling.</returns>
    /// <exception cref="ArgumentException">An element is not finite.</exception>
    public static double Scale(Matrix matrix, string name)
    {
        double largest = 0;
        for (int i = 0; i < matrix.Rows; i++)
        {
            Span<double> row = matrix.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                if (!double.IsFinite(row[j]))
                {
                    throw new ArgumentException($"The element in row '{i}' and column '{j}' is '{row[j]}' and must be finite.", name);
                }

                largest = Math.Max(largest, Math.Abs(row[j]));
            }
        }

        if (largest == 0 || largest is > Least and < Most)
        {
            return 1;
        }

        int exponent = Math.Max(-1000, Math.Min(1000, Math.ILogB(largest)));
        for (int i = 0; i < matrix.Rows; i++)
        {
            VectorKernels.Scale(Math.ScaleB(1, -exponent), matrix.Row(i));
        }

        return Math.ScaleB(1, exponent);
    }
}
