using Modelyard.Kernels.Similarity;
using Modelyard.Learning;

namespace Modelyard.Kernels.Solving;

/// <summary>Learns to tell two classes apart: the machine, and the sigmoid that gives probabilities, each from its own rows.</summary>
internal sealed class ClassPair
{
    private readonly PairwiseProblem _problem;
    private readonly double[] _decisions;

    /// <summary>Initializes a pair.</summary>
    /// <param name="problem">What all pairs share.</param>
    /// <param name="below">The class below zero.</param>
    /// <param name="above">The class above zero.</param>
    public ClassPair(PairwiseProblem problem, int below, int above)
    {
        _problem = problem;
        BelowRows = problem.RowsOf(below);
        AboveRows = problem.RowsOf(above);
        (Below, Above) = (below, above);
        FoldCount = Math.Min(problem.Folds, Math.Min(BelowRows.Length, AboveRows.Length));
        FoldCount = FoldCount < 2 ? 0 : FoldCount;
        _decisions = new double[BelowRows.Length + AboveRows.Length];
    }

    /// <summary>Gets the class below zero.</summary>
    public int Below { get; }

    /// <summary>Gets the class above zero.</summary>
    public int Above { get; }

    /// <summary>Gets the rows of the class below zero.</summary>
    public int[] BelowRows { get; }

    /// <summary>Gets the rows of the class above zero.</summary>
    public int[] AboveRows { get; }

    /// <summary>Gets the number of folds; 0 where a class has a single row, so that nothing can be set apart.</summary>
    public int FoldCount { get; }

    /// <summary>Gets the machine learned from all rows, those below zero first.</summary>
    public DualSolution? Solution { get; private set; }

    /// <summary>Learns the machine from all rows.</summary>
    public void LearnAll(long cacheBytes, FitContext context)
    {
        Solution = Learn(BelowRows, AboveRows, cacheBytes, context);
        if (FoldCount == 0)
        {
            Decide(Solution, BelowRows, AboveRows, 0, BelowRows.Length, context);
            Decide(Solution, BelowRows, AboveRows, BelowRows.Length, AboveRows.Length, context);
        }
    }

    /// <summary>Learns a machine from the rows outside a fold, and decides those inside.</summary>
    public void LearnFold(int fold, long cacheBytes, FitContext context)
    {
        (int belowStart, int belowEnd) = Fold(fold, BelowRows.Length);
        (int aboveStart, int aboveEnd) = Fold(fold, AboveRows.Length);
        int[] below = [.. BelowRows[..belowStart], .. BelowRows[belowEnd..]], above = [.. AboveRows[..aboveStart], .. AboveRows[aboveEnd..]];
        DualSolution solution = Learn(below, above, cacheBytes, context);
        Decide(solution, below, above, belowStart, belowEnd - belowStart, context);
        Decide(solution, below, above, BelowRows.Length + aboveStart, aboveEnd - aboveStart, context);
    }

    /// <summary>Learns the sigmoid, once all folds are decided.</summary>
    public PlattScaling Calibrate() => PlattScaling.Learn(
        _decisions,
        [.. Enumerable.Range(0, _decisions.Length).Select(i => i >= BelowRows.Length)],
        [.. BelowRows.Concat(AboveRows).Select(row => _problem.Weights[row])]);

    /// <summary>Gets the rows of a fold: neighbours, as the rows are in random order, so that what remains is few runs of the kernel matrix.</summary>
    private (int Start, int End) Fold(int fold, int count) => ((int)((long)fold * count / FoldCount), (int)((fold + 1L) * count / FoldCount));

    private DualSolution Learn(int[] below, int[] above, long cacheBytes, FitContext context)
    {
        context.Checkpoint();
        int[] rows = [.. below, .. above];
        double[] signs = new double[rows.Length], linear = new double[rows.Length];
        signs.AsSpan(0, below.Length).Fill(-1);
        signs.AsSpan(below.Length).Fill(1);
        double[] upper = Array.ConvertAll(rows, row => _problem.Prices[row]);
        var kernel = KernelRows.Of(_problem.Rows, _problem.Matrix, rows, cacheBytes, context.Checkpoint);
        if (_problem.Nu is { } nu)
        {
            var apart = new DualProblem(kernel, signs, linear, upper) { SignsApart = true, Shrinking = _problem.Shrinking, Start = NuStart.Classes(upper, below.Length, nu) };
            return SequentialMinimalOptimization.Solve(apart, _problem.Tolerance, context).Normalize();
        }

        linear.AsSpan().Fill(-1);
        return SequentialMinimalOptimization.Solve(new DualProblem(kernel, signs, linear, upper) { Shrinking = _problem.Shrinking }, _problem.Tolerance, context);
    }

    private void Decide(DualSolution solution, int[] below, int[] above, int first, int count, FitContext context)
    {
        int[] rows = [.. below, .. above];
        int[] support = [.. Enumerable.Range(0, rows.Length).Where(i => solution.Coefficients[i] != 0)];
        int[] places = Array.ConvertAll(support, i => rows[i]);
        float[] similarities = new float[support.Length];
        IKernelElements elements = _problem.Matrix is { } matrix ? matrix : _problem.Rows;
        for (int i = first; i < first + count; i++)
        {
            context.Checkpoint();
            elements.Elements(i < BelowRows.Length ? BelowRows[i] : AboveRows[i - BelowRows.Length], places, similarities);
            double sum = solution.Intercept;
            for (int k = 0; k < support.Length; k++)
            {
                sum += solution.Coefficients[support[k]] * similarities[k];
            }

            _decisions[i] = sum;
        }
    }
}
