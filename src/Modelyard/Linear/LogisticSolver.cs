using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Minimises the logistic objective by L-BFGS in scaled variables.</summary>
/// <remarks>
/// First the variables are scaled by a bound on the diagonal of the curvature, which makes the units of the features irrelevant. Where the parameters are few,
/// the curvature itself follows: with <c>H = R'R</c> and variables <c>v = Rw</c> the function is nearly a bowl and each round takes
/// a handful of steps. The curvature of a sample of rows serves as well and costs less.
/// </remarks>
internal static class LogisticSolver
{
    private const int MostCurved = 768;
    private const int RowsPerParameter = 10;
    private const int FirstSteps = 12;
    private const int RoundSteps = 20;
    private const double LeastCurvature = 1e-10;

    // Where the rows are few for the parameters, more steps remembered get nearer the minimum in as many steps: after the 100 of logistic_mnist the
    // objective is 1271.3 with 30, 1282.7 with 10; the minimum is 1265.3.
    private const int History = 30;

    // Without a penalty a last Newton step that still changes a score by this much goes towards a minimum that is infinitely far away.
    private const double Diverging = 0.1;

    internal static LogisticOutcome Minimise(LogisticObjective objective, double l1, int maxIterations, double tolerance, FitContext context)
    {
        double[] point = objective.Parameters;
        if (objective.PresentClasses < 2 || point.Length == 0)
        {
            return LogisticOutcome.Converged;
        }

        bool isFree = l1 == 0 && objective.Ridge == 0;
        double[] roots = Roots(objective);
        bool curved = l1 == 0 && point.Length <= MostCurved;
        int steps = curved ? Math.Min(FirstSteps, maxIterations) : maxIterations;
        MinimizationResult result = MinimiseScaled(objective, point, roots, l1, steps, tolerance, context, maxIterations);
        int done = result.Iterations;
        while (curved && result.Outcome == MinimizationOutcome.IterationLimit && done < maxIterations)
        {
            if (isFree && objective.Separates(point))
            {
                return LogisticOutcome.Separable;
            }

            objective.Spread(point);
            int every = Math.Max(1, objective.RowCount / Math.Max(1, RowsPerParameter * point.Length));
            Matrix curvature = objective.Curvature(every);
            for (int i = 0; i < point.Length; i++)
            {
                // Keeps the metric positive where the loss has gone flat, as on classes that a plane parts.
                curvature[i, i] += LeastCurvature * roots[i] * roots[i];
            }

            steps = Math.Min(RoundSteps, maxIterations - done);
            result = Cholesky.TryOf(curvature, out Cholesky? factor, context.Parallelism)
                ? MinimiseCurved(objective, point, factor.Upper, steps, tolerance, context)
                : MinimiseScaled(objective, point, roots, 0, steps, tolerance, context, maxIterations);
            done += Math.Max(1, result.Iterations);
            context.Report(done, maxIterations);
        }

        return isFree && (objective.Separates(point) || (curved && result.Converged && IsDiverging(objective, point, roots, context)))
            ? LogisticOutcome.Separable
            : result.Converged ? LogisticOutcome.Converged : LogisticOutcome.Unconverged;
    }

    private static bool IsDiverging(LogisticObjective objective, double[] point, double[] roots, FitContext context)
    {
        double[] step = new double[point.Length];
        objective.Evaluate(point, step);
        Matrix curvature = objective.Curvature(every: 1);
        for (int i = 0; i < point.Length; i++)
        {
            curvature[i, i] += LeastCurvature * roots[i] * roots[i];
        }

        if (!Cholesky.TryOf(curvature, out Cholesky? factor, context.Parallelism))
        {
            return false;
        }

        factor.Solve(step);
        return objective.LargestChange(step) > Diverging;
    }

    private static double[] Roots(LogisticObjective objective)
    {
        double[] bound = objective.CurvatureBound();
        double greatest = Math.Max(bound.Max(), double.Epsilon);
        double[] roots = new double[bound.Length * objective.Scores];
        for (int i = 0; i < roots.Length; i++)
        {
            roots[i] = Math.Sqrt(Math.Max(bound[i / objective.Scores], 1e-12 * greatest));
        }

        return roots;
    }

    private static MinimizationResult MinimiseScaled(
        LogisticObjective objective, double[] point, double[] roots, double l1, int steps, double tolerance, FitContext context, int maxIterations)
    {
        double[] start = new double[point.Length], penalties = new double[l1 > 0 ? point.Length : 0];
        for (int i = 0; i < start.Length; i++)
        {
            start[i] = point[i] * roots[i];
        }

        int penalised = (objective.HasIntercept ? point.Length - objective.Scores : point.Length);
        for (int i = 0; i < penalties.Length && i < penalised; i++)
        {
            penalties[i] = l1 / roots[i];
        }

        double Evaluate(ReadOnlySpan<double> scaled, Span<double> gradient)
        {
            for (int i = 0; i < point.Length; i++)
            {
                point[i] = scaled[i] / roots[i];
            }

            double value = objective.Evaluate(point, gradient);
            for (int i = 0; i < point.Length; i++)
            {
                gradient[i] /= roots[i];
            }

            return value;
        }

        MinimizationResult result = Lbfgs(steps, tolerance).Minimize(Evaluate, start, penalties, Stop(context, maxIterations), context.Cancellation);
        for (int i = 0; i < point.Length; i++)
        {
            point[i] = start[i] / roots[i];
        }

        return result;
    }

    private static MinimizationResult MinimiseCurved(
        LogisticObjective objective, double[] point, Matrix upper, int steps, double tolerance, FitContext context)
    {
        double[] start = new double[point.Length];
        for (int i = 0; i < start.Length; i++)
        {
            start[i] = VectorKernels.Dot(upper.Row(i)[i..], point.AsSpan(i));
        }

        double Evaluate(ReadOnlySpan<double> curved, Span<double> gradient)
        {
            curved.CopyTo(point);
            TriangularSolve.InPlace(upper, upper: true, transpose: false, point);
            double value = objective.Evaluate(point, gradient);
            TriangularSolve.InPlace(upper, upper: true, transpose: true, gradient);
            return value;
        }

        MinimizationResult result = Lbfgs(steps, tolerance).Minimize(Evaluate, start, default, () => context.ShouldStop(), context.Cancellation);
        start.CopyTo(point, 0);
        TriangularSolve.InPlace(upper, upper: true, transpose: false, point);
        return result;
    }

    private static Lbfgs Lbfgs(int steps, double tolerance) => new() { MaximumIterations = steps, GradientTolerance = tolerance, ValueTolerance = 0, History = History };

    private static Func<bool> Stop(FitContext context, int maxIterations)
    {
        int step = 0;
        return () =>
        {
            context.Report(step++, maxIterations);
            return context.ShouldStop();
        };
    }
}
