using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Dependence;

/// <summary>Orders the levels of a category so that those stand together whose rows are alike in all other features.</summary>
/// <remarks>
/// How unlike two levels are is the sum, over the other features, of the Kolmogorov-Smirnov distance of numbers and the total variation distance of categories; the order is that along the first axis of classical
/// scaling. Source: Apley and Zhu (2020), Journal of the Royal Statistical Society B 82(4), appendix.
/// </remarks>
internal static class LevelOrder
{
    private const int MostCuts = 100;

    /// <summary>Orders levels.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="column">The position of the category.</param>
    /// <param name="levels">The codes of the levels.</param>
    /// <param name="context">The number of threads, and the end if it is cancelled.</param>
    /// <returns>The positions of the levels in their order.</returns>
    internal static int[] Of(DependenceSample sample, int column, ReadOnlySpan<double> levels, FitContext context)
    {
        double[] codes = levels.ToArray(), cells = sample.Cells(column);
        if (codes.Length < 3)
        {
            return [.. Enumerable.Range(0, codes.Length)];
        }

        int[] places = Array.ConvertAll(cells, cell => double.IsNaN(cell) ? -1 : Array.IndexOf(codes, cell));
        int[] others = [.. Enumerable.Range(0, sample.Features.Count).Where(feature => feature != column && sample.Features[feature].Kind != FeatureKind.Term)];
        var parts = new Matrix[others.Length];
        ParallelLoop.For(others.Length, context.Parallelism, i => parts[i] = Distances(sample, others[i], places, codes.Length), context.Cancellation);
        var distances = new Matrix(codes.Length, codes.Length);
        foreach (Matrix part in parts)
        {
            VectorKernels.Axpy(1, part.AsSpan(), distances.AsSpan());
        }

        double[] scaled = Scale(distances, context.Parallelism);
        return [.. Enumerable.Range(0, codes.Length).OrderBy(level => scaled[level])];
    }

    /// <summary>Computes the distances of levels in one feature.</summary>
    private static Matrix Distances(DependenceSample sample, int feature, int[] places, int levels)
    {
        double[] cells = sample.Cells(feature);
        bool isCategory = sample.Features[feature].IsCategorical;
        double[] cuts = Cuts(sample.Present(feature), isCategory);
        var shares = new Matrix(levels, cuts.Length);
        double[] totals = new double[levels];
        for (int row = 0; row < cells.Length; row++)
        {
            int at = double.IsNaN(cells[row]) ? -1 : Array.BinarySearch(cuts, cells[row]);
            at = at < 0 && !isCategory && !double.IsNaN(cells[row]) ? ~at : at;
            if (places[row] >= 0 && at >= 0)
            {
                shares[places[row], at]++;
                totals[places[row]]++;
            }
        }

        var distances = new Matrix(levels, levels);
        for (int i = 0; i < levels; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double distance = totals[i] > 0 && totals[j] > 0 ? Distance(shares.Row(i), totals[i], shares.Row(j), totals[j], isCategory) : 0;
                (distances[i, j], distances[j, i]) = (distance, distance);
            }
        }

        return distances;
    }

    private static double[] Cuts(double[] present, bool isCategory)
    {
        double[] distinct = [.. present.Distinct()];
        return isCategory || distinct.Length <= MostCuts
            ? distinct
            : [.. Enumerable.Range(1, MostCuts).Select(cut => SortedQuantile.Of(present, (double)cut / MostCuts)).Distinct()];
    }

    private static double Distance(ReadOnlySpan<double> left, double all, ReadOnlySpan<double> right, double others, bool isCategory)
    {
        double sum = 0, running = 0, greatest = 0;
        for (int cut = 0; cut < left.Length; cut++)
        {
            double difference = (left[cut] / all) - (right[cut] / others);
            sum += Math.Abs(difference) / 2;
            running += difference;
            greatest = Math.Max(greatest, Math.Abs(running));
        }

        return isCategory ? sum : greatest;
    }

    /// <summary>Lays levels along the line that keeps most of their squared distances (Torgerson, 1952).</summary>
    private static double[] Scale(Matrix distances, int degree)
    {
        int count = distances.Rows;
        double[] means = new double[count];
        for (int i = 0; i < count; i++)
        {
            means[i] = VectorKernels.Dot(distances.Row(i), distances.Row(i)) / count;
        }

        double mean = means.Average();
        var products = new Matrix(count, count);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                products[i, j] = -0.5 * ((distances[i, j] * distances[i, j]) - means[i] - means[j] + mean);
            }
        }

        double[] scaled = new double[count];
        SymmetricEigen.Of(products, degree: degree).Vectors.CopyColumnTo(count - 1, scaled);
        return scaled;
    }
}
