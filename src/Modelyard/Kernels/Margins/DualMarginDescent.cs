using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Margins;

/// <summary>Minimises the hinge or the squared hinge loss with an L2 penalty, one row at a time.</summary>
/// <remarks>
/// The dual has a variable a row, <c>0 ≤ α ≤ C</c>; the weights <c>Σ y α x</c> are kept along, so that a step costs one row. Rows whose variable sits at a bound and will
/// likely stay there are left out of the passes until the others have converged. The tolerance is the greatest difference of projected derivatives in a pass, and is lowered until the duality gap is
/// small too.
/// Source: Hsieh, Chang, Lin, Keerthi and Sundararajan (2008), A Dual Coordinate Descent Method for Large-scale Linear SVM, ICML.
/// </remarks>
internal static class DualMarginDescent
{
    private const int CheckEvery = 64;
    private const double Negligible = 1e-12;
    private const double Lower = 0.1;

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem, with sides as targets.</param>
    /// <param name="squared">Whether the loss is squared.</param>
    /// <param name="random">The random numbers for the order of the rows.</param>
    /// <param name="context">Cancellation and time.</param>
    public static LinearSolution Solve(LinearProblem problem, bool squared, RandomStream random, FitContext context)
    {
        LinearRows rows = problem.Rows;
        int[] order = problem.Priced();
        double[] weights = new double[rows.Features + 1], alpha = new double[rows.Count], curvature = new double[rows.Count];
        foreach (int row in order)
        {
            curvature[row] = rows.SquaredNorm(row) + Ridge(problem, row, squared);
        }

        int active = order.Length;
        double tolerance = problem.Tolerance;
        double highest = double.PositiveInfinity, lowest = double.NegativeInfinity;
        for (int pass = 0; pass < problem.MaxIterations; pass++)
        {
            random.Shuffle(order.AsSpan(0, active));
            double most = double.NegativeInfinity, least = double.PositiveInfinity;
            for (int at = 0; at < active; at++)
            {
                if (at % CheckEvery == 0 && context.ShouldStop())
                {
                    return new LinearSolution(weights, false);
                }

                int row = order[at];
                double side = problem.Targets[row], old = alpha[row];
                double upper = squared ? double.PositiveInfinity : problem.Prices[row];
                double slope = (side * rows.Score(row, weights)) - 1 + (Ridge(problem, row, squared) * old);
                if ((old == 0 && slope > highest) || (old == upper && slope < lowest))
                {
                    active--;
                    (order[at], order[active]) = (order[active], order[at]);
                    at--;
                    continue;
                }

                double violation = old == 0 ? Math.Min(slope, 0) : old == upper ? Math.Max(slope, 0) : slope;
                most = Math.Max(most, violation);
                least = Math.Min(least, violation);
                if (Math.Abs(violation) > Negligible)
                {
                    alpha[row] = Math.Clamp(old - (slope / curvature[row]), 0, upper);
                    rows.AddTo(row, (alpha[row] - old) * side, weights);
                }
            }

            if (most - least <= tolerance || active == 0)
            {
                if (active == order.Length)
                {
                    if (problem.IsEnough(weights, alpha, epsilon: -1, squared))
                    {
                        return new LinearSolution(weights, true);
                    }

                    tolerance *= Lower;
                }

                (active, highest, lowest) = (order.Length, double.PositiveInfinity, double.NegativeInfinity);
                continue;
            }

            highest = most > 0 ? most : double.PositiveInfinity;
            lowest = least < 0 ? least : double.NegativeInfinity;
        }

        return new LinearSolution(weights, order.Length == 0);
    }

    private static double Ridge(LinearProblem problem, int row, bool squared) => squared ? 0.5 / problem.Prices[row] : 0;
}
