using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Minimises the logistic objective by L-BFGS in scaled variables.</summary>
/// <remarks>
/// First the variables are scaled by a bound on the diagonal of the curvature, which makes the units of the features irrelevant. Where the parameters are few,
/// the curvature itself follows: with <c>H = R'R</c> and variables <c>v = Rw</c> the function is nearly a bowl and each round takes
/// a handful of steps. Where they are more but those of one class are few enough, the mean of the classes' own blocks of the curvature stands for each of them.
/// The curvature of a sample of rows serves as well and costs less.
/// </remarks>
internal static class LogisticSolver
{
    private const int MostCurved = 768;
    private const int RowsPerParameter = 10;

    // Of logistic_mnist (7,850 parameters) the objective after 100 steps is 1265.303, by the diagonal alone 1270.2; the minimum is 1265.301.
    private const int MostShared = 1024;
    private const int RowsPerLine = 4;
    private const int FirstSteps = 12;
    private const int RoundSteps = 20;
    private const double LeastCurvature = 1e-10;

    // Where the parameters are many, more steps remembered get nearer the minimum in as many steps: by the diagonal alone, the objective of logistic_mnist
    // is 1270.2 after 100 steps with 30, 1281.2 with 10.
    private const int History = 30;

    private const int LeastHistory = 8;

    // So many steps of very many parameters would take more memory, and more time, than the data itself.
    private const int MostRemembered = 1 << 22;

    // Without a penalty a last Newton step that still changes a score by this much goes towards a minimum that is infinitely far away.
    private const double Diverging = 0.1;
    private const double Looking = 1e-4;

    // So does a minimum at which scores are still moved by this much where the derivatives shall be so many times smaller: there each time by the logarithm of that.
    private const double Moving = 1;
    private const double Closer = 1e-3;
    private const double ClosestTolerance = 1e-9;
    private const int CloserSteps = 200;

    internal static LogisticOutcome Minimise(LogisticObjective objective, double l1, int maxIterations, double tolerance, FitContext context)
    {
        try
        {
            // Whether the minimum is infinitely far away shows while the loss still has some curvature to go by; nearer the end it has none.
            int steps = 0;
            bool isFree = l1 == 0 && objective.Ridge == 0;
            LogisticOutcome outcome = isFree && tolerance < Looking ? Descend(objective, l1, maxIterations, Looking, context, out steps) : LogisticOutcome.Converged;
            return outcome == LogisticOutcome.Converged && steps < maxIterations ? Descend(objective, l1, maxIterations - steps, tolerance, context, out _) : outcome;
        }
        catch (FitBudgetException) when (objective.HasLoss)
        {
            // The time ended amid a pass over a stream; the parameters are those of the last step.
            return LogisticOutcome.Unconverged;
        }
    }

    private static LogisticOutcome Descend(LogisticObjective objective, double l1, int maxIterations, double tolerance, FitContext context, out int done)
    {
        done = 0;
        double[] point = objective.Parameters;
        if (objective.PresentClasses < 2 || point.Length == 0)
        {
            return LogisticOutcome.Converged;
        }

        bool isFree = l1 == 0 && objective.Ridge == 0;
        double[] roots = Roots(objective);
        bool isSmall = point.Length <= MostCurved, curved = l1 == 0 && isSmall;
        if (l1 == 0 && !curved && objective.Lines <= MostShared)
        {
            MinimizationResult shared = MinimiseShared(objective, point, roots, maxIterations, tolerance, context, out done);
            return isFree && (objective.Separates(point) || (tolerance >= Looking && shared.Converged && IsMoving(objective, point, roots, tolerance, context)))
                ? LogisticOutcome.Separable
                : shared.Converged ? LogisticOutcome.Converged : LogisticOutcome.Unconverged;
        }

        int steps = isSmall ? Math.Min(FirstSteps, maxIterations) : maxIterations;
        MinimizationResult result = MinimiseScaled(objective, point, roots, l1, steps, tolerance, context, maxIterations);
        done = result.Iterations;
        if (isSmall && l1 > 0 && result.Outcome == MinimizationOutcome.IterationLimit)
        {
            return new LogisticNewton(objective, l1, context).TryMinimise(roots, maxIterations - done, tolerance) ? LogisticOutcome.Converged : LogisticOutcome.Unconverged;
        }

        while (curved && result.Outcome == MinimizationOutcome.IterationLimit && done < maxIterations)
        {
            if (isFree && objective.Separates(point))
            {
                return LogisticOutcome.Separable;
            }

            objective.Spread(point);
            long every = Math.Max(1, objective.RowCount / Math.Max(1, RowsPerParameter * point.Length));
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

        bool GoesOn() => tolerance >= Looking && result.Converged
            && (curved ? IsDiverging(objective, point, roots, context) : IsMoving(objective, point, roots, tolerance, context));
        return isFree && (objective.Separates(point) || GoesOn())
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

    /// <summary>Tells whether the parameters, too many for a Newton step, would go on and on: looks where a smaller tolerance leads, and returns.</summary>
    private static bool IsMoving(LogisticObjective objective, double[] point, double[] roots, double tolerance, FitContext context)
    {
        double[] change = [.. point], reached = [.. point];
        double closer = Math.Max(Closer * tolerance, ClosestTolerance);
        FitContext quiet = context with { Progress = null };
        if (objective.Lines <= MostShared)
        {
            MinimiseShared(objective, point, roots, CloserSteps, closer, quiet, out _);
        }
        else
        {
            MinimiseScaled(objective, point, roots, 0, CloserSteps, closer, quiet, CloserSteps);
        }

        // A last step may have gone so far that nothing is left to move: then the curvature is as small as the derivative.
        bool isFlat = objective.LargestSingleStep(point) > Diverging;
        VectorKernels.Axpy(-1, point, change);
        reached.CopyTo(point, 0);
        return isFlat || objective.LargestChange(change) > Moving;
    }

    private static MinimizationResult MinimiseShared(
        LogisticObjective objective, double[] point, double[] roots, int maxIterations, double tolerance, FitContext context, out int done)
    {
        MinimizationResult result;
        int steps = RoundSteps;
        done = 0;
        do
        {
            objective.Spread(point);
            Matrix curvature = objective.SharedCurvature(Math.Max(1, objective.RowCount / (RowsPerLine * objective.Lines)));
            for (int i = 0; i < curvature.Rows; i++)
            {
                double root = roots[i * objective.Scores];
                curvature[i, i] += LeastCurvature * root * root;
            }

            steps = Math.Min(steps, maxIterations - done);
            result = Cholesky.TryOf(curvature, out Cholesky? factor, context.Parallelism)
                ? MinimiseCurved(objective, point, factor.Upper, steps, tolerance, context)
                : MinimiseScaled(objective, point, roots, 0, steps, tolerance, context, maxIterations);
            done += Math.Max(1, result.Iterations);
            context.Report(done, maxIterations);

            // The nearer the minimum, the longer a curvature serves.
            steps = Math.Max(RoundSteps, done);
        }
        while (result.Outcome == MinimizationOutcome.IterationLimit && done < maxIterations);
        return result;
    }

    private static double[] Roots(LogisticObjective objective)
    {
        double[] bound = objective.CurvatureBound();
        double[] roots = new double[bound.Length * objective.Scores];
        for (int i = 0; i < roots.Length; i++)
        {
            // Each by its own bound alone, however small: units may differ by any power. A feature of zeros has none and never moves.
            double own = bound[i / objective.Scores];
            roots[i] = own > 0 ? Math.Sqrt(own) : 1;
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

        try
        {
            return Lbfgs(point.Length, steps, tolerance).Minimize(Evaluate, start, penalties, Stop(context, maxIterations), context.Cancellation);
        }
        finally
        {
            for (int i = 0; i < point.Length; i++)
            {
                point[i] = start[i] / roots[i];
            }
        }
    }

    private static MinimizationResult MinimiseCurved(
        LogisticObjective objective, double[] point, Matrix upper, int steps, double tolerance, FitContext context)
    {
        // The triangle is that of all parameters, or of one class's: then it turns each class's, which are the columns of the parameters' matrix.
        int lines = upper.Rows, columns = point.Length / lines;
        double[] start = new double[point.Length];
        for (int i = 0; i < lines; i++)
        {
            if (columns == 1)
            {
                start[i] = VectorKernels.Dot(upper.Row(i)[i..], point.AsSpan(i));
                continue;
            }

            for (int k = i; k < lines; k++)
            {
                VectorKernels.Axpy(upper[i, k], point.AsSpan(k * columns, columns), start.AsSpan(i * columns, columns));
            }
        }

        var work = new Matrix(lines, columns);
        double Evaluate(ReadOnlySpan<double> curved, Span<double> gradient)
        {
            curved.CopyTo(point);
            Solve(upper, transpose: false, point, work);
            double value = objective.Evaluate(point, gradient);
            Solve(upper, transpose: true, gradient, work);
            return value;
        }

        try
        {
            return Lbfgs(point.Length, steps, tolerance).Minimize(Evaluate, start, default, () => context.ShouldStop(), context.Cancellation);
        }
        finally
        {
            start.CopyTo(point, 0);
            Solve(upper, transpose: false, point, work);
        }
    }

    private static void Solve(Matrix upper, bool transpose, Span<double> sides, Matrix work)
    {
        if (work.Columns == 1)
        {
            TriangularSolve.InPlace(upper, upper: true, transpose, sides);
            return;
        }

        sides.CopyTo(work.AsSpan());
        TriangularSolve.InPlace(upper, upper: true, transpose, work);
        work.AsSpan().CopyTo(sides);
    }

    private static Lbfgs Lbfgs(int parameters, int steps, double tolerance) => new()
    {
        MaximumIterations = steps,
        GradientTolerance = tolerance,
        ValueTolerance = 0,
        History = Math.Clamp(MostRemembered / parameters, LeastHistory, History),
    };

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
