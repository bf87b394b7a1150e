using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Margins;

/// <summary>Chooses how a problem with an L2 penalty is solved, and ends by another method what the chosen one does not.</summary>
internal static class L2Margins
{
    // Descent that has not arrived by then creeps: its rate is set by the scales of the features and the price.
    private const int DescentPasses = 200;

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="epsilon">Half the width of the tube around numbers; negative where the targets are sides.</param>
    /// <param name="squared">Whether the loss is squared.</param>
    /// <param name="solver">Which of two equivalent problems is solved.</param>
    /// <param name="random">The random numbers for the order of the rows.</param>
    /// <param name="context">Cancellation, time and threads.</param>
    public static LinearSolution Solve(LinearProblem problem, double epsilon, bool squared, MarginSolver solver, RandomStream random, FitContext context)
    {
        if (!squared)
        {
            return InteriorMargins.Suits(problem)
                ? InteriorMargins.Solve(problem, epsilon, context)
                : Descend(problem, epsilon, squared, random, context, InteriorMargins.CanEnd(problem) ? () => InteriorMargins.Solve(problem, epsilon, context) : null);
        }

        if (solver == MarginSolver.Auto && SquaredLossNewton.SuitsSpan(problem))
        {
            return problem.SolveInSpan(span => SquaredLossNewton.Solve(span, epsilon, context), context);
        }

        return solver == MarginSolver.Primal || (solver == MarginSolver.Auto && problem.Rows.Count >= problem.Rows.Features)
            ? SquaredLossNewton.Solve(problem, epsilon, context)
            : Descend(problem, epsilon, squared, random, context, () => EndSquared(problem, epsilon, context));
    }

    private static LinearSolution Descend(LinearProblem problem, double epsilon, bool squared, RandomStream random, FitContext context, Func<LinearSolution>? end)
    {
        LinearProblem begun = end is null ? problem : problem with { MaxIterations = Math.Min(DescentPasses, problem.MaxIterations) };
        LinearSolution solution = epsilon < 0
            ? DualMarginDescent.Solve(begun, squared, random, context)
            : DualTubeDescent.Solve(begun, epsilon, squared, random, context);
        if (solution.Converged || end is null || context.ShouldStop())
        {
            return solution;
        }

        // What the time cuts short may be further away than where the descent was.
        LinearSolution ended = end();
        return ended.Converged || !context.OutOfTime ? ended : solution;
    }

    private static LinearSolution EndSquared(LinearProblem problem, double epsilon, FitContext context) =>
        SquaredLossNewton.FitsSpan(problem)
            ? problem.SolveInSpan(span => SquaredLossNewton.Solve(span, epsilon, context), context)
            : SquaredLossNewton.Solve(problem, epsilon, context);
}
