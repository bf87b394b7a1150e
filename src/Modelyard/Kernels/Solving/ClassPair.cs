using Modelyard.Kernels.Similarity;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Solving;

/// <summary>Learns to tell two classes apart: the machine, and the sigmoid that gives probabilities, each from its own rows.</summary>
internal sealed class ClassPair
{
    private readonly PairwiseProblem _problem;
    private readonly double[] _decisions;

    // The kernel matrix of the pair's rows alone, where the machine and its folds share one.
    private KernelMatrix? _shared;

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

    /// <summary>Gets the number of rows of both classes.</summary>
    public int Count => BelowRows.Length + AboveRows.Length;

    /// <summary>Gets the number of folds; 0 where a class has a single row, so that nothing can be set apart.</summary>
    public int FoldCount { get; }

    /// <summary>Gets the machine learned from all rows, those below zero first.</summary>
    public DualSolution? Solution { get; private set; }

    /// <summary>Gets the intercept for similarities to rows as they came.</summary>
    public double Intercept
    {
        get
        {
            double[] coefficients = Solution!.Coefficients;
            int[] support = [.. Enumerable.Range(0, coefficients.Length).Where(i => coefficients[i] != 0)];
            return Solution.Intercept - _problem.Rows.Excess(Array.ConvertAll(support, Place), Array.ConvertAll(support, i => coefficients[i]));
        }
    }

    /// <summary>Learns the machine and those of all folds, one after the other, from one kernel matrix.</summary>
    /// <param name="elements">Memory for the matrix.</param>
    /// <param name="context">What surrounds the fit.</param>
    public void LearnTogether(float[] elements, FitContext context)
    {
        _shared = KernelMatrix.OnDemand(_problem.Rows, [.. BelowRows, .. AboveRows], elements);
        for (int fold = -1; fold < FoldCount; fold++)
        {
            Learn(fold, 0, context);
        }

        _shared = null;
    }

    /// <summary>Learns the machine, or that of one fold.</summary>
    /// <param name="fold">The fold; -1 for the machine of all rows.</param>
    /// <param name="cacheBytes">The memory for rows of the kernel matrix.</param>
    /// <param name="context">What surrounds the fit.</param>
    public void Learn(int fold, long cacheBytes, FitContext context)
    {
        if (fold < 0)
        {
            LearnAll(cacheBytes, context);
        }
        else
        {
            LearnFold(fold, cacheBytes, context);
        }
    }

    /// <summary>Learns the machine from all rows.</summary>
    private void LearnAll(long cacheBytes, FitContext context)
    {
        Solution = Learn(BelowRows, AboveRows, cacheBytes, context);
        if (FoldCount == 0)
        {
            Decide(Solution, BelowRows, AboveRows, 0, BelowRows.Length, context);
            Decide(Solution, BelowRows, AboveRows, BelowRows.Length, AboveRows.Length, context);
        }
    }

    /// <summary>Learns a machine from the rows outside a fold, and decides those inside.</summary>
    private void LearnFold(int fold, long cacheBytes, FitContext context)
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
        KernelRows kernel = _shared is { } shared ? new StoredKernelRows(shared, Array.ConvertAll(rows, Own), context.Checkpoint) : KernelRows.Of(_problem.Rows, _problem.Matrix, rows, cacheBytes, context.Checkpoint);
        if (_problem.Nu is { } nu)
        {
            var apart = new DualProblem(kernel, signs, linear, upper) { SignsApart = true, IsDivided = true, Shrinking = _problem.Shrinking, Start = NuStart.Classes(upper, below.Length, nu) };
            return SequentialMinimalOptimization.Solve(apart, _problem.Tolerance, context).Normalize();
        }

        linear.AsSpan().Fill(-1);
        return SequentialMinimalOptimization.Solve(new DualProblem(kernel, signs, linear, upper) { Shrinking = _problem.Shrinking }, _problem.Tolerance, context);
    }

    private void Decide(DualSolution solution, int[] below, int[] above, int first, int count, FitContext context)
    {
        int[] rows = [.. below, .. above];
        int[] support = [.. Enumerable.Range(0, rows.Length).Where(i => solution.Coefficients[i] != 0)];
        double[] factors = Array.ConvertAll(support, i => solution.Coefficients[i]);
        Span<double> decisions = _decisions.AsSpan(first, count);
        if (_shared is { } shared)
        {
            // The rows of support vectors are there already: the decisions are a sum of pieces of them.
            decisions.Fill(solution.Intercept);
            for (int k = 0; k < support.Length; k++)
            {
                SingleKernels.Axpy(factors[k], shared.Row(Own(rows[support[k]])).Slice(first, count), decisions);
            }

            return;
        }

        int[] places = Array.ConvertAll(support, i => rows[i]);
        float[] similarities = new float[support.Length];
        IKernelElements elements = _problem.Matrix is { } matrix ? matrix : _problem.Rows;
        for (int i = 0; i < count; i++)
        {
            context.Checkpoint();
            elements.Elements(Place(first + i), places, similarities);
            decisions[i] = solution.Intercept + SingleKernels.Dot(factors, similarities);
        }
    }

    /// <summary>Gets the number of a row among those of the pair, where those below zero come first.</summary>
    private int Own(int place) => place - BelowRows[0] < BelowRows.Length ? place - BelowRows[0] : BelowRows.Length + place - AboveRows[0];

    private int Place(int own) => own < BelowRows.Length ? BelowRows[own] : AboveRows[own - BelowRows.Length];
}
