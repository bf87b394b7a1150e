using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Prototypes;

/// <summary>Represents few rows that stand for a table, and rows about which those mislead.</summary>
/// <remarks>
/// Prototypes are chosen one by one so that the maximum mean discrepancy between them and the table falls most; criticisms where the densities of both differ most, and apart from each other.
/// Numbers count in standard deviations, and the width of the kernel is the median distance. The same seed gives the same rows on any number of threads.
/// Source: Kim, Khanna and Koyejo (2016), Examples Are Not Enough, Learn to Criticize!, NIPS 29.
/// </remarks>
public sealed class PrototypeSelection
{
    // A row that is the same as one chosen adds nothing.
    private const double LeastNovelty = 1e-9;

    private PrototypeSelection(IReadOnlyList<Prototype> prototypes, IReadOnlyList<Criticism> criticisms, int rowCount)
    {
        Prototypes = prototypes;
        Criticisms = criticisms;
        RowCount = rowCount;
    }

    /// <summary>Gets the prototypes in the order in which they were chosen.</summary>
    public IReadOnlyList<Prototype> Prototypes { get; }

    /// <summary>Gets the criticisms in the order in which they were chosen.</summary>
    public IReadOnlyList<Criticism> Criticisms { get; }

    /// <summary>Gets the number of rows from which they were chosen.</summary>
    public int RowCount { get; }

    /// <summary>Chooses prototypes and criticisms.</summary>
    /// <param name="features">The features of the rows.</param>
    /// <param name="rows">The rows, rows x features; of one class for the prototypes of a class.</param>
    /// <param name="options">How many; null for the usual.</param>
    /// <param name="context">The seed of a sample, the number of threads, and the end if it is cancelled; null for the usual.</param>
    /// <returns>The selection; fewer where rows are the same.</returns>
    /// <exception cref="ArgumentException">The rows have another number of features.</exception>
    /// <exception cref="ModelyardException">There are no rows.</exception>
    public static PrototypeSelection Of(FeatureSchema features, Matrix rows, PrototypeOptions? options = null, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Features(rows, features.Count);
        options ??= PrototypeOptions.Default;
        context ??= FitContext.Default;
        if (rows.Rows == 0)
        {
            throw new ModelyardException("There are no rows to choose prototypes from. Give one or more.");
        }

        int[] drawn = [.. Enumerable.Range(0, rows.Rows)];
        if (drawn.Length > options.MaxRows)
        {
            drawn = context.Random(ulong.MaxValue).Permutation(rows.Rows)[..options.MaxRows];
            Array.Sort(drawn);
        }

        var sample = new Matrix(drawn.Length, rows.Columns);
        for (int row = 0; row < drawn.Length; row++)
        {
            rows.Row(drawn[row]).CopyTo(sample.Row(row));
        }

        Matrix kernel = RowKernel.Of(RowEmbedding.Of(features, sample), context);
        double[] density = [.. Enumerable.Range(0, kernel.Rows).Select(row => VectorKernels.Sum(kernel.Row(row)) / kernel.Rows)];
        (int[] chosen, double[] discrepancies) = Choose(kernel, density, options.Prototypes, context);
        double[] shares = Shares(kernel, chosen);
        return new PrototypeSelection(
            [.. chosen.Select((row, place) => new Prototype(drawn[row], shares[place], discrepancies[place]))],
            [.. Criticize(kernel, density, chosen, options.Criticisms).Select(one => new Criticism(drawn[one.Row], one.Witness))],
            drawn.Length);
    }

    /// <summary>Chooses the row after which the discrepancy is least, again and again.</summary>
    private static (int[] Chosen, double[] Discrepancies) Choose(Matrix kernel, double[] density, int most, FitContext context)
    {
        int count = kernel.Rows;
        double all = VectorKernels.Sum(density) / count, toTable = 0, within = 0;
        double[] toChosen = new double[count];
        var chosen = new List<int>();
        var discrepancies = new List<double>();
        while (chosen.Count < Math.Min(most, count))
        {
            context.Checkpoint();
            int size = chosen.Count + 1, best = -1;
            double least = double.PositiveInfinity;
            for (int row = 0; row < count; row++)
            {
                double discrepancy = all - (2 * (toTable + density[row]) / size) + ((within + (2 * toChosen[row]) + 1) / ((double)size * size));
                if (discrepancy < least && !chosen.Exists(one => 1 - kernel[one, row] < LeastNovelty))
                {
                    (best, least) = (row, discrepancy);
                }
            }

            if (best < 0)
            {
                break;
            }

            toTable += density[best];
            within += (2 * toChosen[best]) + 1;
            chosen.Add(best);
            discrepancies.Add(Math.Max(0, least));
            VectorKernels.Axpy(1, kernel.Row(best), toChosen);
        }

        return ([.. chosen], [.. discrepancies]);
    }

    private static double[] Shares(Matrix kernel, int[] chosen)
    {
        double[] shares = new double[chosen.Length];
        for (int row = 0; row < kernel.Rows; row++)
        {
            int nearest = 0;
            for (int place = 1; place < chosen.Length; place++)
            {
                nearest = kernel[row, chosen[place]] > kernel[row, chosen[nearest]] ? place : nearest;
            }

            shares[nearest] += 1.0 / kernel.Rows;
        }

        return shares;
    }

    /// <summary>Chooses the rows of the greatest witness, each weighed by how new it is beside those before: the growth of the determinant of their kernel.</summary>
    private static List<(int Row, double Witness)> Criticize(Matrix kernel, double[] density, int[] prototypes, int most)
    {
        int count = kernel.Rows;
        double[] witness = [.. Enumerable.Range(0, count).Select(row => density[row] - (prototypes.Sum(one => kernel[one, row]) / prototypes.Length))];
        var factors = new List<double[]>();
        double[] novelty = [.. Enumerable.Repeat(1.0, count)];
        var taken = new HashSet<int>(prototypes);
        var found = new List<(int Row, double Witness)>();
        while (found.Count < most)
        {
            int best = -1;
            double greatest = double.NegativeInfinity;
            for (int row = 0; row < count; row++)
            {
                double score = novelty[row] > LeastNovelty && !taken.Contains(row) ? Math.Abs(witness[row]) + Math.Log(novelty[row]) : double.NegativeInfinity;
                (best, greatest) = score > greatest ? (row, score) : (best, greatest);
            }

            if (best < 0)
            {
                break;
            }

            // A row of the Cholesky factor of the kernel of those that were taken.
            double pivot = Math.Sqrt(novelty[best]);
            double[] factor = new double[count];
            for (int row = 0; row < count; row++)
            {
                factor[row] = (kernel[best, row] - factors.Sum(one => one[best] * one[row])) / pivot;
                novelty[row] -= factor[row] * factor[row];
            }

            factors.Add(factor);
            taken.Add(best);
            found.Add((best, witness[best]));
        }

        return found;
    }
}
