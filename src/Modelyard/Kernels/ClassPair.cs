using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Learns to tell two classes apart: the machine, and the sigmoid that gives probabilities, each from its own rows.</summary>
internal sealed class ClassPair
{
    private readonly Dataset _data;
    private readonly double[] _upper;
    private readonly Kernel _kernel;
    private readonly int[] _rows;
    private readonly int[] _folds;
    private readonly double[] _decisions;

    /// <summary>Initializes a pair.</summary>
    /// <param name="data">All rows.</param>
    /// <param name="upper">The greatest dual weight of each row.</param>
    /// <param name="kernel">How rows are compared.</param>
    /// <param name="below">The rows of the class below zero, in random order.</param>
    /// <param name="above">The rows of the class above zero, in random order.</param>
    /// <param name="folds">The number of folds for the sigmoid.</param>
    public ClassPair(Dataset data, double[] upper, Kernel kernel, int[] below, int[] above, int folds)
    {
        _data = data;
        _upper = upper;
        _kernel = kernel;
        _rows = [.. below, .. above];
        Below = below.Length;
        FoldCount = Math.Min(folds, Math.Min(below.Length, above.Length));
        FoldCount = FoldCount < 2 ? 0 : FoldCount;
        _folds = [.. Enumerable.Range(0, _rows.Length).Select(i => FoldCount == 0 ? -1 : (i < Below ? i : i - Below) % FoldCount)];
        _decisions = new double[_rows.Length];
    }

    /// <summary>Gets the rows, those of the class below zero first.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>Gets the number of rows of the class below zero.</summary>
    public int Below { get; }

    /// <summary>Gets the number of folds; 0 where a class has a single row, so that nothing can be set apart.</summary>
    public int FoldCount { get; }

    /// <summary>Gets the machine learned from all rows.</summary>
    public DualSolution? Solution { get; private set; }

    /// <summary>Learns the machine from all rows.</summary>
    public void LearnAll(double tolerance, long cacheBytes, FitContext context)
    {
        (Solution, KernelRows rows) = Learn([.. Enumerable.Range(0, _rows.Length)], tolerance, cacheBytes, context);
        if (FoldCount == 0)
        {
            Decide(Solution, rows, [.. Enumerable.Range(0, _rows.Length)]);
        }
    }

    /// <summary>Learns a machine from the rows outside a fold, and decides those inside.</summary>
    public void LearnFold(int fold, double tolerance, long cacheBytes, FitContext context)
    {
        int[] inside = [.. Enumerable.Range(0, _rows.Length).Where(i => _folds[i] == fold)];
        (DualSolution solution, KernelRows rows) = Learn([.. Enumerable.Range(0, _rows.Length).Where(i => _folds[i] != fold)], tolerance, cacheBytes, context);
        Decide(solution, rows, inside);
    }

    /// <summary>Learns the sigmoid, once all folds are decided.</summary>
    public PlattScaling Calibrate() => PlattScaling.Learn(
        _decisions, [.. Enumerable.Range(0, _rows.Length).Select(i => i >= Below)], [.. _rows.Select(row => _data.HasWeights ? _data.Weights[row] : 1)]);

    private (DualSolution Solution, KernelRows Rows) Learn(int[] chosen, double tolerance, long cacheBytes, FitContext context)
    {
        int[] picked = [.. chosen.Select(i => _rows[i])];
        var rows = new KernelRows(_data.Features.SelectRows(picked), _kernel, cacheBytes);
        double[] signs = [.. chosen.Select(i => i < Below ? -1.0 : 1.0)];
        double[] linear = new double[chosen.Length];
        linear.AsSpan().Fill(-1);
        var problem = new DualProblem(rows, signs, linear, [.. picked.Select(row => _upper[row])]);
        return (SequentialMinimalOptimization.Solve(problem, tolerance, context), rows);
    }

    private void Decide(DualSolution solution, KernelRows rows, int[] chosen)
    {
        foreach (int i in chosen)
        {
            _decisions[i] = VectorKernels.Dot(rows.Compare(_data.Features.Row(_rows[i])), solution.Coefficients) + solution.Intercept;
        }
    }
}
