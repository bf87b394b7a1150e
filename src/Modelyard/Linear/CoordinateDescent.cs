using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Minimises a least-squares objective with an L1 and an L2 penalty, one coefficient at a time.</summary>
/// <remarks>
/// Sweeps over all coefficients alternate with sweeps over those that are not 0, which are then solved for at once (<see cref="SignedDescent"/>). The fit ends when a sweep
/// finds nothing to add to that, or when the duality gap, a bound on how far the objective is from its minimum, is small. Source: Friedman, Hastie and Tibshirani (2010), Journal of Statistical Software 33(1).
/// </remarks>
internal static class CoordinateDescent
{
    private const int MostGramFeatures = 4096;
    private const int MostSparseProducts = 1024;

    // The products of all pairs are worth it where they cost no more than so many sweeps over the columns.
    private const double PairSweeps = 50;
    private const double MostOffset = 1e4;
    private const int StopCheckEvery = 16;
    private const int FeaturesBetweenChecks = 512;
    private const double Stalled = 1e-15;

    // Sweeps prepare what is then solved at once; more than this they need not agree on.
    private const double FirstChange = 1e-3;

    // A sweep that moves what was solved by no more finds nothing to add.
    private const double Settled = 1e-10;

    internal static LinearModel Fit(Dataset data, FitContext context, Settings settings)
    {
        context.Checkpoint();
        if (settings.Alpha * settings.L1Ratio == 0)
        {
            double rows = data.HasWeights ? VectorKernels.Sum(data.Weights) : data.RowCount;
            return LeastSquares.Fit(data, context, settings.Alpha * rows, settings.Intercept);
        }

        int features = data.FeatureCount;
        double[] coefficients = new double[features];
        if (data.IsSparse)
        {
            SparseColumns columns = SparseColumns.Of(data, data.SparseFeatures.Transpose(context.Checkpoint), settings.Intercept, context);
            return Descend(ViewOf(columns), data.Schema, columns.Means, columns.TargetMean, coefficients, settings, context);
        }

        (ILeastSquaresView view, double[] means, double targetMean) = context.WithinTime(() => ViewOf(data, settings.Intercept, context));
        return Descend(view, data.Schema, means, targetMean, coefficients, settings, context);
    }

    /// <summary>Chooses the products of few features; else the columns.</summary>
    private static (ILeastSquaresView View, double[] Means, double TargetMean) ViewOf(Dataset data, bool intercept, FitContext context)
    {
        int features = data.FeatureCount;
        if (features <= MostGramFeatures && features <= Math.Max(data.RowCount, 256))
        {
            GramMatrix gram = context.Aggregate(data, new GramMatrix(features));
            return (GramView.Of(gram, intercept), gram.Means.ToArray(), gram.TargetMean);
        }

        CentredColumns centred = CentredColumns.Of(data, intercept);
        return (new ColumnView(centred), centred.Means, centred.TargetMean);
    }

    /// <summary>Chooses the products of few features that are sparse indeed; else the columns.</summary>
    private static ILeastSquaresView ViewOf(SparseColumns columns)
    {
        double[] squares = columns.Squares, means = columns.Means;
        bool isPaired = squares.Length <= MostSparseProducts && squares.Length <= columns.Target.Length && columns.PairCount <= PairSweeps * (double)columns.Columns.Count;
        for (int j = 0; j < squares.Length && isPaired; j++)
        {
            // Products of columns far from 0 would have lost digits that the columns themselves still have.
            isPaired = columns.Weight * means[j] * means[j] <= MostOffset * squares[j];
        }

        if (!isPaired)
        {
            return new SparseColumnView(columns);
        }

        Matrix products = columns.Products();
        double[] target = new double[squares.Length];
        columns.MultiplyTransposed(columns.Target, target);
        VectorKernels.Scale(1 / columns.Weight, products.AsSpan());
        VectorKernels.Scale(1 / columns.Weight, target);
        return new GramView(products, target, VectorKernels.SumOfSquares(columns.Target) / columns.Weight);
    }

    /// <summary>Descends to the minimum and makes the model of it.</summary>
    internal static LinearModel Descend(
        ILeastSquaresView view, FeatureSchema schema, double[] means, double targetMean, double[] coefficients, Settings settings, FitContext context)
    {
        double l1 = settings.Alpha * settings.L1Ratio, l2 = settings.Alpha * (1 - settings.L1Ratio);
        if (!Minimise(view, l1, l2, coefficients, settings.Tolerance, settings.MaxIterations, context))
        {
            context.Warn(context.OutOfTime
                ? $"The time budget ended '{settings.Estimator}' before it converged; the coefficients are those found so far."
                : $"'{settings.Estimator}' did not converge in '{settings.MaxIterations}' sweeps. Scale the features, or raise MaxIterations, Tolerance or Alpha.");
        }

        double intercept = settings.Intercept ? targetMean - VectorKernels.Dot(means, coefficients) : 0;
        return new LinearModel(schema, coefficients, intercept, Importances(coefficients, view.Squares));
    }

    /// <summary>Minimises <c>½ r'r + l1 ‖w‖₁ + ½ l2 ‖w‖²</c>, where the view keeps the residual r.</summary>
    /// <returns>True if the coefficients are at the minimum, or the duality gap came below the tolerance times the squares of the target.</returns>
    internal static bool Minimise(ILeastSquaresView view, double l1, double l2, double[] coefficients, double tolerance, int maxIterations, FitContext context)
    {
        int[] all = [.. Enumerable.Range(0, coefficients.Length).Where(j => view.Squares[j] > 0)];
        int[] active = new int[all.Length];
        var descent = new SignedDescent(view, l1, l2, coefficients, context.Cancellation);
        double inner = Math.Max(tolerance, FirstChange);
        bool solved = false;
        int sweeps = 0, count = 0;
        while (sweeps < maxIterations)
        {
            double change = Sweep(view, all, l1, l2, coefficients, context.Cancellation);
            sweeps++;
            context.Report(sweeps, maxIterations);
            count = Active(all, coefficients, active);
            if (change <= (solved ? Settled : Stalled))
            {
                return true;
            }

            if (change <= inner)
            {
                if (tolerance > 0 && DualityGap(view, l1, l2, coefficients) <= tolerance * view.TargetSquares)
                {
                    // The gap bounds the objective; the coefficients are further from theirs by its root.
                    _ = solved || descent.TryMove(active.AsSpan(0, count));
                    return true;
                }

                inner = Math.Max(inner * 0.1, Stalled);
            }

            while (sweeps < maxIterations && Sweep(view, active.AsSpan(0, count), l1, l2, coefficients, context.Cancellation) > inner)
            {
                sweeps++;
                if ((sweeps % StopCheckEvery == 0 || count >= FeaturesBetweenChecks) && context.ShouldStop())
                {
                    return false;
                }
            }

            solved = descent.TryMove(active.AsSpan(0, count));
            if (context.ShouldStop())
            {
                return false;
            }
        }

        return all.Length == 0;
    }

    /// <summary>Gathers the features whose coefficients are not 0.</summary>
    /// <returns>Their number.</returns>
    private static int Active(int[] all, double[] coefficients, int[] active)
    {
        int count = 0;
        foreach (int j in all)
        {
            if (coefficients[j] != 0)
            {
                active[count++] = j;
            }
        }

        return count;
    }

    internal static double[] Importances(ReadOnlySpan<double> coefficients, ReadOnlySpan<double> squares)
    {
        double[] sizes = new double[coefficients.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = Math.Abs(coefficients[i]) * Math.Sqrt(squares[i]);
        }

        return CoefficientChecks.Shares(sizes);
    }

    /// <summary>Moves each coefficient to its minimum, the others held.</summary>
    /// <returns>The greatest change as a share of the greatest coefficient, both in units of the feature's size.</returns>
    private static double Sweep(ILeastSquaresView view, ReadOnlySpan<int> features, double l1, double l2, double[] coefficients, CancellationToken cancellation)
    {
        double greatest = 0, change = 0;
        for (int i = 0; i < features.Length; i++)
        {
            if (i % FeaturesBetweenChecks == FeaturesBetweenChecks - 1)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            int j = features[i];
            double square = view.Squares[j];
            double old = coefficients[j];
            double slope = view.ResidualProduct(j) + (square * old);
            double size = Math.Abs(slope) - l1;
            double updated = size > 0 ? Math.CopySign(size, slope) / (square + l2) : 0;
            double unit = Math.Sqrt(square);
            if (updated != old)
            {
                view.Shift(j, updated - old);
                coefficients[j] = updated;
                change = Math.Max(change, Math.Abs(updated - old) * unit);
            }

            greatest = Math.Max(greatest, Math.Abs(updated) * unit);
        }

        return greatest == 0 ? (change > 0 ? 1 : 0) : change / greatest;
    }

    private static double DualityGap(ILeastSquaresView view, double l1, double l2, double[] coefficients)
    {
        double steepest = 0, sizes = 0, squares = 0;
        for (int j = 0; j < coefficients.Length; j++)
        {
            steepest = Math.Max(steepest, Math.Abs(view.ResidualProduct(j) - (l2 * coefficients[j])));
            sizes += Math.Abs(coefficients[j]);
            squares += coefficients[j] * coefficients[j];
        }

        double residual = view.ResidualSquares(coefficients);
        double scale = steepest > l1 ? l1 / steepest : 1;
        return (0.5 * residual * (1 + (scale * scale)))
            + (l1 * sizes)
            - (scale * view.ResidualTarget(coefficients))
            + (0.5 * l2 * (1 + (scale * scale)) * squares);
    }

    /// <summary>Represents what an estimator asks for.</summary>
    internal readonly record struct Settings(double Alpha, double L1Ratio, bool Intercept, int MaxIterations, double Tolerance, string Estimator);
}
