using Modelyard.Kernels.Similarity;
using Modelyard.Learning;

namespace Modelyard.Kernels.Solving;

/// <summary>Represents a problem over all rows at once: a regression, or an outline of the data.</summary>
internal sealed class SingleProblem
{
    private const long BytesPerMegabyte = 1 << 20;

    /// <summary>Initializes the problem without the rows that weigh 0.</summary>
    /// <param name="data">The data.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="isBalanced">Whether the weights of the similarities sum to 0.</param>
    /// <param name="context">What surrounds the fit.</param>
    public SingleProblem(Dataset data, KernelFunction kernel, bool isBalanced, FitContext context)
    {
        Places = [.. Enumerable.Range(0, data.RowCount).Where(row => !data.HasWeights || data.Weights[row] > 0)];
        Rows = ComparedRows.Of(data, kernel, Places, context.Checkpoint, isBalanced);
        Weights = Array.ConvertAll(Places, row => data.HasWeights ? data.Weights[row] : 1);
    }

    /// <summary>Gets the training row of each row.</summary>
    public int[] Places { get; }

    /// <summary>Gets the rows.</summary>
    public ComparedRows Rows { get; }

    /// <summary>Gets the weight of each row.</summary>
    public double[] Weights { get; }

    /// <summary>Prepares the kernel matrix: as a whole if memory allows it.</summary>
    /// <param name="cacheMegabytes">The memory for rows of the kernel matrix.</param>
    /// <param name="context">What surrounds the fit.</param>
    public KernelRows Kernel(int cacheMegabytes, FitContext context)
    {
        context.Checkpoint();
        long bytes = cacheMegabytes * BytesPerMegabyte;
        KernelMatrix? matrix = KernelMatrix.Fits(Rows.Count, bytes) ? KernelMatrix.Of(Rows, context) : null;
        return KernelRows.Of(Rows, matrix, [.. Enumerable.Range(0, Rows.Count)], bytes, context.Checkpoint);
    }

    /// <summary>Creates the weighted sum of similarities that a solution stands for.</summary>
    /// <param name="solution">The solution.</param>
    /// <param name="unit">What the sum is multiplied by.</param>
    /// <param name="centre">What is added then.</param>
    public SupportSum ToSum(DualSolution solution, double unit = 1, double centre = 0)
    {
        int[] support = [.. Enumerable.Range(0, Places.Length).Where(row => solution.Coefficients[row] != 0)];
        double[] factors = Array.ConvertAll(support, row => solution.Coefficients[row]);
        return new SupportSum(
            Rows.Select(support),
            Array.ConvertAll(support, row => Places[row]),
            Array.ConvertAll(factors, factor => factor * unit),
            ((solution.Intercept - Rows.Excess(support, factors)) * unit) + centre);
    }
}
