using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Margins;

/// <summary>Represents what a linear machine minimises: a penalty on the weights and, for each row, its price times its loss.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Targets">The side of each row, −1 or 1, or the number to predict.</param>
/// <param name="Prices">The price C of each row; rows of price 0 are left out.</param>
/// <param name="Tolerance">How close to the minimum is close enough; each solver says in what.</param>
/// <param name="MaxIterations">The greatest number of passes or steps.</param>
internal sealed record LinearProblem(LinearRows Rows, double[] Targets, double[] Prices, double Tolerance, int MaxIterations)
{
    // The duality gap bounds the distance to the least objective; what a pass changes does not.
    private const double GapShare = 0.01;
    private const double Rounding = 1e-12;

    /// <summary>Gets the duality gap, as a share of the objective, that is close enough.</summary>
    public double EnoughGap => Math.Max(GapShare * Tolerance, Rounding);

    /// <summary>Lists the rows that cost something.</summary>
    public int[] Priced() => [.. Enumerable.Range(0, Prices.Length).Where(row => Prices[row] > 0)];

    /// <summary>Computes the share of the smaller side, by which LIBLINEAR sharpens the tolerance of primal problems where one class is rare.</summary>
    public double RarerShare(int[] rows)
    {
        int above = rows.Count(row => Targets[row] > 0);
        return Math.Max(1, Math.Min(above, rows.Length - above)) / (double)Math.Max(1, rows.Length);
    }

    /// <summary>Gets a value indicating whether there are fewer rows that cost something than weights.</summary>
    public bool IsWide => Priced().Length is var count && count > 0 && count <= Rows.Features;

    /// <summary>Solves the problem in coordinates of the span of its rows, in which there is a solution: with one unknown more than there are rows that cost something.</summary>
    /// <param name="solve">Solves a problem.</param>
    /// <param name="context">Cancellation, time and threads.</param>
    /// <returns>The solution; weights of 0, which did not converge, if the time ended before the coordinates were there.</returns>
    public LinearSolution SolveInSpan(Func<LinearProblem, LinearSolution> solve, FitContext context)
    {
        int[] priced = Priced();
        LinearRows own;
        Cholesky factor;
        try
        {
            (own, factor) = context.WithinTime(() => (Rows.Coordinates(priced, context.Parallelism, out Cholesky found), found));
        }
        catch (FitBudgetException)
        {
            return new LinearSolution(new double[Rows.Features + 1], false);
        }

        double[] targets = [.. priced.Select(row => Targets[row])], prices = [.. priced.Select(row => Prices[row])];
        LinearSolution solution = solve(new LinearProblem(own, targets, prices, Tolerance, MaxIterations));
        double[] shares = solution.Weights[..priced.Length], weights = new double[Rows.Features + 1];
        TriangularSolve.InPlace(factor.Upper, upper: true, transpose: false, shares.AsSpan());
        for (int i = 0; i < priced.Length; i++)
        {
            Rows.AddTo(priced[i], shares[i], weights);
        }

        weights[^1] = solution.Weights[^1];
        return new LinearSolution(weights, solution.Converged);
    }

    /// <summary>Tells whether the objective with an L2 penalty at the weights that dual variables make is close enough to the least there is: whether the duality gap is small.</summary>
    /// <param name="weights">The sum of the rows, each times its variable (and its side).</param>
    /// <param name="variables">The variables of the dual, within their bounds.</param>
    /// <param name="epsilon">Half the width of the tube around numbers; negative where the targets are sides.</param>
    /// <param name="squared">Whether the loss is squared.</param>
    public bool IsEnough(double[] weights, double[] variables, double epsilon, bool squared)
    {
        double half = VectorKernels.SumOfSquares(weights) / 2, primal = half, dual = -half;
        foreach (int row in Priced())
        {
            double score = Rows.Score(row, weights), target = Targets[row], price = Prices[row], variable = variables[row];
            double excess = Math.Max(0, epsilon < 0 ? 1 - (target * score) : Math.Abs(target - score) - epsilon);
            primal += price * excess * (squared ? excess : 1);
            dual += epsilon < 0 ? variable : (target * variable) - (epsilon * Math.Abs(variable));
            dual -= squared ? variable * variable / (4 * price) : 0;
        }

        return primal - dual <= EnoughGap * primal;
    }
}
