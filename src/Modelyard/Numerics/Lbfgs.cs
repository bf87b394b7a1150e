using Modelyard.Numerics.Minimization;

namespace Modelyard.Numerics;

/// <summary>Represents the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno for smooth functions, with optional absolute penalties.</summary>
/// <remarks>
/// Without penalties each step satisfies the strong Wolfe conditions. With penalties <c>Σ pᵢ |xᵢ|</c> the steps stay in one orthant (OWL-QN),
/// so that elements become exactly zero. No step allocates. Sources: Liu and Nocedal (1989), Mathematical Programming 45;
/// Andrew and Gao (2007), Scalable Training of L1-Regularized Log-Linear Models.
/// </remarks>
public sealed record Lbfgs
{
    /// <summary>The predicted decrease, relative to the value, below which a failed search is the limit of the arithmetic and counts as convergence.</summary>
    private const double ArithmeticLimit = 1e-12;

    /// <summary>Gets the number of steps that are remembered, at least 1.</summary>
    public int History { get; init; } = 10;

    /// <summary>Gets the greatest absolute derivative at which the minimum counts as found.</summary>
    public double GradientTolerance { get; init; } = 1e-5;

    /// <summary>Gets the change of the value, relative to it or to 1, at which the minimum counts as found.</summary>
    public double ValueTolerance { get; init; } = 64 * 2.220446049250313e-16;

    /// <summary>Gets the greatest number of steps.</summary>
    public int MaximumIterations { get; init; } = 1000;

    /// <summary>Minimises a function.</summary>
    /// <param name="function">The function; with penalties, its smooth part.</param>
    /// <param name="point">The start, which becomes the best point.</param>
    /// <param name="penalties">The factors of the absolute elements, each 0 or greater; or nothing.</param>
    /// <param name="stop">Answers after each step whether to end; or null.</param>
    /// <param name="cancellation">Ends the minimisation between two steps.</param>
    /// <returns>How the minimisation ended.</returns>
    /// <exception cref="ArgumentException">The number of penalties is not that of the elements, or the function has no finite value at the start.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was asked for.</exception>
    public MinimizationResult Minimize(
        ObjectiveFunction function, Span<double> point, ReadOnlySpan<double> penalties = default, Func<bool>? stop = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (!penalties.IsEmpty && penalties.Length != point.Length)
        {
            throw new ArgumentException($"There are '{penalties.Length}' penalties and must be '{point.Length}', one for each element.", nameof(penalties));
        }

        return penalties.IndexOfAnyExcept(0.0) < 0
            ? MinimizeSmooth(function, point, stop, cancellation)
            : MinimizePenalized(function, point, penalties, stop, cancellation);
    }

    private MinimizationResult MinimizeSmooth(ObjectiveFunction function, Span<double> point, Func<bool>? stop, CancellationToken cancellation)
    {
        using var scratch = new ScratchBuffer(4 * point.Length);
        Span<double> gradient = Part(scratch, 0, point.Length), direction = Part(scratch, 1, point.Length);
        Span<double> next = Part(scratch, 2, point.Length), nextGradient = Part(scratch, 3, point.Length);
        var history = new CurvatureHistory(point.Length, Math.Max(1, History));
        double value = Start(function, point, gradient);
        int evaluations = 1;
        for (int iteration = 0; ; iteration++)
        {
            double largest = Largest(gradient);
            MinimizationResult Ended(MinimizationOutcome outcome) => new(outcome, value, largest, iteration, evaluations);
            if (largest <= GradientTolerance)
            {
                return Ended(MinimizationOutcome.Converged);
            }

            if (iteration >= MaximumIterations)
            {
                return Ended(MinimizationOutcome.IterationLimit);
            }

            cancellation.ThrowIfCancellationRequested();
            if (stop is not null && stop())
            {
                return Ended(MinimizationOutcome.Stopped);
            }

            gradient.CopyTo(direction);
            history.Direct(direction);
            double slope = VectorKernels.Dot(gradient, direction);
            double first = history.IsEmpty ? Math.Min(1, 1 / VectorKernels.Norm(gradient)) : 1;
            var search = new WolfeSearch(function, point, direction, next, nextGradient, value, slope);
            double found = value;
            bool lower = slope < 0 && search.TrySearch(first, out found);
            evaluations += search.Evaluations;
            if (!lower)
            {
                if (-slope <= ArithmeticLimit * Math.Max(Math.Abs(value), 1))
                {
                    return Ended(MinimizationOutcome.Converged);
                }

                if (history.IsEmpty)
                {
                    return Ended(MinimizationOutcome.NoProgress);
                }

                history.Clear();
                continue;
            }

            history.Add(point, next, gradient, nextGradient);
            next.CopyTo(point);
            nextGradient.CopyTo(gradient);
            double change = value - found;
            double scale = Math.Max(Math.Max(Math.Abs(value), Math.Abs(found)), 1);
            value = found;

            // A value that does not fall has reached the limit of the arithmetic, where the derivatives may still become smaller.
            if (change <= ValueTolerance * scale && (ValueTolerance > 0 || Largest(gradient) > 0.5 * largest))
            {
                return new MinimizationResult(MinimizationOutcome.Converged, value, Largest(gradient), iteration + 1, evaluations);
            }
        }
    }

    private MinimizationResult MinimizePenalized(
        ObjectiveFunction function, Span<double> point, ReadOnlySpan<double> penalties, Func<bool>? stop, CancellationToken cancellation)
    {
        using var scratch = new ScratchBuffer(5 * point.Length);
        Span<double> gradient = Part(scratch, 0, point.Length), direction = Part(scratch, 1, point.Length);
        Span<double> next = Part(scratch, 2, point.Length), nextGradient = Part(scratch, 3, point.Length), pseudo = Part(scratch, 4, point.Length);
        var history = new CurvatureHistory(point.Length, Math.Max(1, History));
        double value = Start(function, point, gradient) + Orthant.Penalty(point, penalties);
        int evaluations = 1;
        for (int iteration = 0; ; iteration++)
        {
            Orthant.PseudoGradient(point, gradient, penalties, pseudo);
            double largest = Largest(pseudo);
            MinimizationResult Ended(MinimizationOutcome outcome) => new(outcome, value, largest, iteration, evaluations);
            if (largest <= GradientTolerance)
            {
                return Ended(MinimizationOutcome.Converged);
            }

            if (iteration >= MaximumIterations)
            {
                return Ended(MinimizationOutcome.IterationLimit);
            }

            cancellation.ThrowIfCancellationRequested();
            if (stop is not null && stop())
            {
                return Ended(MinimizationOutcome.Stopped);
            }

            pseudo.CopyTo(direction);
            history.Direct(direction);
            Orthant.Align(direction, pseudo, penalties);
            double slope = VectorKernels.Dot(pseudo, direction);
            double step = history.IsEmpty ? Math.Min(1, 1 / VectorKernels.Norm(pseudo)) : 1;
            double found = value;
            bool lower = false;
            for (int trial = 0; trial < 40 && !lower; trial++, step *= 0.5)
            {
                Orthant.Move(point, direction, pseudo, penalties, step, next);
                found = function(next, nextGradient) + Orthant.Penalty(next, penalties);
                evaluations++;
                lower = found <= value + (1e-4 * Orthant.Slope(point, next, pseudo)) && found < value;
            }

            if (!lower)
            {
                if (-slope <= ArithmeticLimit * Math.Max(Math.Abs(value), 1))
                {
                    return Ended(MinimizationOutcome.Converged);
                }

                if (history.IsEmpty)
                {
                    return Ended(MinimizationOutcome.NoProgress);
                }

                history.Clear();
                continue;
            }

            history.Add(point, next, gradient, nextGradient);
            next.CopyTo(point);
            nextGradient.CopyTo(gradient);
            double change = value - found;
            double scale = Math.Max(Math.Max(Math.Abs(value), Math.Abs(found)), 1);
            value = found;
            if (change <= ValueTolerance * scale)
            {
                Orthant.PseudoGradient(point, gradient, penalties, pseudo);
                return new MinimizationResult(MinimizationOutcome.Converged, value, Largest(pseudo), iteration + 1, evaluations);
            }
        }
    }

    private static double Start(ObjectiveFunction function, ReadOnlySpan<double> point, Span<double> gradient)
    {
        double value = function(point, gradient);
        return double.IsFinite(value)
            ? value
            : throw new ArgumentException($"The function is '{value}' at the start and must be finite there.", nameof(function));
    }

    private static Span<double> Part(ScratchBuffer scratch, int part, int size) => scratch.Span.Slice(part * size, size);

    private static double Largest(ReadOnlySpan<double> gradient)
    {
        double largest = 0;
        foreach (double element in gradient)
        {
            largest = Math.Max(largest, Math.Abs(element));
        }

        return largest;
    }
}
