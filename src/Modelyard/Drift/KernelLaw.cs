using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Drift;

/// <summary>Represents the law that the maximum mean discrepancy of large samples has where both come from one law: it says of chances that are too small to be seen among permutations.</summary>
/// <remarks>
/// The unbiased square of the discrepancy, over <c>1/n + 1/m</c>, tends to <c>Σ λ (z² - 1)</c> with the eigenvalues λ of the centred kernel. Those are taken from a part of the rows, of which they come out
/// rather too great than too small: the chance errs to the safe side.
/// Sources: Gretton et al. (2012), A Kernel Two-Sample Test, Journal of Machine Learning Research 13, theorem 12; Gretton et al. (2009), A Fast, Consistent Kernel Two-Sample Test, NIPS.
/// </remarks>
internal static class KernelLaw
{
    private const int MostRows = 400;
    private const ulong Draw = ulong.MaxValue - 2;

    /// <summary>Computes the chance of a discrepancy, or of a greater one, in large samples of one law.</summary>
    /// <param name="statistic">The square of the discrepancy, without bias.</param>
    /// <param name="similarities">The kernel of all pairs of rows of both samples; a row and itself are taken for 1.</param>
    /// <param name="first">The number of rows of the first sample.</param>
    /// <param name="context">What surrounds the test.</param>
    internal static double Chance(double statistic, Matrix similarities, int first, FitContext context)
    {
        int[] rows = context.Random(Draw).Permutation(similarities.Rows)[..Math.Min(MostRows, similarities.Rows)];
        var kernel = new Matrix(rows.Length, rows.Length);
        double[] means = new double[rows.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            for (int other = 0; other < rows.Length; other++)
            {
                kernel[row, other] = row == other ? 1 : similarities[rows[row], rows[other]];
            }

            means[row] = VectorKernels.Sum(kernel.Row(row)) / rows.Length;
        }

        double mean = VectorKernels.Sum(means) / rows.Length;
        for (int row = 0; row < rows.Length; row++)
        {
            for (int other = 0; other < rows.Length; other++)
            {
                kernel[row, other] += mean - means[row] - means[other];
            }
        }

        var law = new ChiSquaredMixture(SymmetricEigen.Of(kernel, vectors: false, context.Parallelism).Values.Select(value => value / rows.Length));
        double second = similarities.Rows - first;
        return law.Above((statistic / ((1.0 / first) + (1 / second))) + law.Mean);
    }
}
