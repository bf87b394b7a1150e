using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Margins;

/// <summary>Minimises the loss outside a tube around the target, or its square, with an L2 penalty, one row at a time.</summary>
/// <remarks>
/// The dual has a variable a row, <c>−C ≤ β ≤ C</c>, with a kink of <c>ε |β|</c>; the weights <c>Σ β x</c> are kept along. Rows that sit at a bound or at 0 and will likely
/// stay there are left out of the passes until the others have converged. The tolerance is the sum of violations in a pass, as a share of that of the first, and is lowered until the duality gap
/// is small too.
/// Source: Ho and Lin (2012), Large-scale Linear Support Vector Regression, JMLR 13, algorithm 4.
/// </remarks>
internal static class DualTubeDescent
{
    private const int CheckEvery = 64;
    private const double Negligible = 1e-12;
    private const double Lower = 0.1;

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem, with numbers as targets.</param>
    /// <param name="epsilon">Half the width of the tube.</param>
    /// <param name="squared">Whether the loss is squared.</param>
    /// <param name="random">The random numbers for the order of the rows.</param>
    /// <param name="context">Cancellation and time.</param>
    public static LinearSolution Solve(LinearProblem problem, double epsilon, bool squared, RandomStream random, FitContext context)
    {
        LinearRows rows = problem.Rows;
        int[] order = problem.Priced();
        double[] weights = new double[rows.Features + 1], beta = new double[rows.Count], curvature = new double[rows.Count];
        foreach (int row in order)
        {
            curvature[row] = rows.SquaredNorm(row) + Ridge(problem, row, squared);
        }

        int active = order.Length;
        double tolerance = problem.Tolerance;
        double least = double.PositiveInfinity, first = -1;
        for (int pass = 0; pass < problem.MaxIterations; pass++)
        {
            random.Shuffle(order.AsSpan(0, active));
            double most = 0, sum = 0;
            for (int at = 0; at < active; at++)
            {
                if (at % CheckEvery == 0 && context.ShouldStop())
                {
                    return new LinearSolution(weights, false);
                }

                int row = order[at];
                double upper = squared ? double.PositiveInfinity : problem.Prices[row];
                double slope = rows.Score(row, weights) - problem.Targets[row] + (Ridge(problem, row, squared) * beta[row]);
                double violation = Violation(beta[row], upper, slope, epsilon, least);
                if (violation < 0)
                {
                    active--;
                    (order[at], order[active]) = (order[active], order[at]);
                    at--;
                    continue;
                }

                most = Math.Max(most, violation);
                sum += violation;
                double step = Step(beta[row], slope, epsilon, curvature[row]);
                if (Math.Abs(step) > Negligible)
                {
                    double old = beta[row];
                    beta[row] = Math.Clamp(old + step, -upper, upper);
                    rows.AddTo(row, beta[row] - old, weights);
                }
            }

            first = first < 0 ? sum : first;
            if (sum <= tolerance * first || active == 0)
            {
                if (active == order.Length)
                {
                    if (problem.IsEnough(weights, beta, epsilon, squared))
                    {
                        return new LinearSolution(weights, true);
                    }

                    tolerance *= Lower;
                }

                (active, least) = (order.Length, double.PositiveInfinity);
                continue;
            }

            least = most;
        }

        return new LinearSolution(weights, order.Length == 0);
    }

    /// <summary>Computes how far a variable is from where it should be; negative if it can be left out for now.</summary>
    private static double Violation(double beta, double upper, double slope, double epsilon, double least)
    {
        double above = slope + epsilon, below = slope - epsilon;
        if (beta == 0)
        {
            return above < 0 ? -above : below > 0 ? below : above > least && below < -least ? -1 : 0;
        }

        if (beta >= upper)
        {
            return above > 0 ? above : above < -least ? -1 : 0;
        }

        if (beta <= -upper)
        {
            return below < 0 ? -below : below > least ? -1 : 0;
        }

        return beta > 0 ? Math.Abs(above) : Math.Abs(below);
    }

    private static double Step(double beta, double slope, double epsilon, double curvature)
    {
        double above = slope + epsilon, below = slope - epsilon;
        return above < curvature * beta ? -above / curvature : below > curvature * beta ? -below / curvature : -beta;
    }

    private static double Ridge(LinearProblem problem, int row, bool squared) => squared ? 0.5 / problem.Prices[row] : 0;
}
