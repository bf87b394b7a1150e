namespace Modelyard.Numerics.Factorization;

/// <summary>Represents the roots of a secular equation together with the ends that have exactly these roots.</summary>
/// <remarks>
/// The roots are known to within rounding only. Vectors made of them and the given ends would not be orthogonal; those of the ends that have them as
/// exact roots (Löwner's formula) are. Source: Gu and Eisenstat (1994), SIAM Journal on Matrix Analysis 15(4).
/// </remarks>
internal sealed class SecularRoots
{
    private const int RootBlock = 32;

    /// <summary>Initializes the roots of <c>1 + ρ Σ zⱼ² / (dⱼ − λ) = 0</c>, or of <c>1 + Σ zⱼ² / (dⱼ² − σ²) = 0</c>.</summary>
    /// <param name="poles">The numbers d, ascending, no two the same.</param>
    /// <param name="ends">The numbers z, none of them zero.</param>
    /// <param name="weight">The factor ρ.</param>
    /// <param name="squared">Whether the poles are the squares of the numbers d, and the roots those of σ.</param>
    /// <param name="scratch">A matrix with at least as many rows and columns as there are poles, which holds <see cref="Gaps"/>.</param>
    /// <param name="degree">The greatest number of threads.</param>
    public SecularRoots(double[] poles, double[] ends, double weight, bool squared, Matrix scratch, int degree)
    {
        int count = poles.Length;
        double[] weights = [.. ends.Select(end => weight * end * end)];
        Gaps = scratch.View(0, count, 0, count);
        Values = new double[count];
        ParallelLoop.Blocks(count, RootBlock, degree, (first, number) =>
        {
            var equation = new SecularEquation(poles, weights, squared);
            for (int i = first; i < first + number; i++)
            {
                Values[i] = equation.Solve(i, Gaps.Row(i));
            }
        });

        Ends = new double[count];
        Array.Fill(Ends, 1);
        for (int i = 0; i < count; i++)
        {
            Span<double> gap = Gaps.Row(i);
            double pole = poles[i], own = Ends[i] * gap[i];
            for (int j = 0; j < count; j++)
            {
                Ends[j] *= gap[j] / (squared ? (poles[j] - pole) * (poles[j] + pole) : poles[j] - pole);
            }

            Ends[i] = own;
        }

        for (int j = 0; j < count; j++)
        {
            Ends[j] = Math.CopySign(Math.Sqrt(-Ends[j]), ends[j]);
        }
    }

    /// <summary>Gets the roots, ascending.</summary>
    public double[] Values { get; }

    /// <summary>Gets the poles less each root, one root a row.</summary>
    public Matrix Gaps { get; }

    /// <summary>Gets the ends that have these roots; their length includes the root of ρ.</summary>
    public double[] Ends { get; }

    /// <summary>Makes the vector of each root, <c>zⱼ / gapⱼ</c>, or that times a factor for each j, and makes its length 1.</summary>
    /// <param name="factors">The factors, or null; the first is zero, and the first element is −1 in place of a product with it.</param>
    /// <param name="places">The column that element j goes to.</param>
    /// <param name="turns">Receives the vectors, one a row.</param>
    /// <param name="degree">The greatest number of threads.</param>
    public void Vectors(double[]? factors, int[] places, Matrix turns, int degree)
    {
        double[] numerators = factors is null ? Ends : [.. Ends.Zip(factors, (end, factor) => end * factor)];
        ParallelLoop.Blocks(Ends.Length, RootBlock, degree, (first, number) =>
        {
            double[] vector = new double[numerators.Length];
            for (int i = first; i < first + number; i++)
            {
                Span<double> gap = Gaps.Row(i), target = turns.Row(i);
                for (int j = 0; j < vector.Length; j++)
                {
                    vector[j] = numerators[j] / gap[j];
                }

                if (factors is not null)
                {
                    vector[0] = -1;
                }

                double scale = 1 / VectorKernels.Norm(vector);
                for (int j = 0; j < vector.Length; j++)
                {
                    target[places[j]] = scale * vector[j];
                }
            }
        });
    }
}
