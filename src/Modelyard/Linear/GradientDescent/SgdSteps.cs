using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Makes the steps of gradient descent.</summary>
/// <param name="settings">The hyperparameters.</param>
/// <param name="loss">The loss.</param>
/// <param name="rates">The learning rates.</param>
/// <param name="context">What surrounds the fit.</param>
internal sealed class SgdSteps(GradientDescent settings, ScoreLoss loss, LearningRates rates, FitContext context)
{
    private const long WorkBetweenChecks = 1 << 20;

    // Batches of this many rows are worth threads, each of which then takes so many rows whatever their number.
    private const int LargeBatch = 4096;
    private const int BlockRows = 1024;

    // How many rows ahead of the present one are fetched.
    private const int Ahead = 8;

    private readonly double _l1 = settings.L1;
    private readonly double _l2 = settings.L2;
    private double[] _slopes = [];
    private double[] _gradient = [];

    /// <summary>Gets or sets who is told after each step.</summary>
    internal Action<SgdState>? Observer { get; set; }

    /// <summary>Makes one pass over rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="order">The rows to read, in order.</param>
    /// <param name="state">What changes.</param>
    /// <param name="epoch">The number of passes before.</param>
    /// <returns>The mean loss of the rows before the steps they took part in; NaN if the time was up before all were read.</returns>
    internal double Pass(SgdRows rows, ReadOnlySpan<int> order, SgdState state, int epoch)
    {
        int size = settings.BatchSize is { } asked and > 0 ? Math.Min(asked, order.Length) : order.Length;
        double sum = 0;
        long work = 0;
        for (int first = 0; first < order.Length; first += size)
        {
            ReadOnlySpan<int> batch = order.Slice(first, Math.Min(size, order.Length - first));
            for (int next = first + Ahead; size <= Ahead && next < Math.Min(first + Ahead + size, order.Length); next++)
            {
                rows.Fetch(order[next]);
            }

            double rate = rates.At(state, epoch + ((double)first / order.Length));
            bool large = !rows.IsSparse && batch.Length >= LargeBatch;
            sum += settings.Optimizer == SgdOptimizer.Plain && !large ? PlainStep(rows, batch, state, rate) : GradientStep(rows, batch, state, rate, large);
            state.Steps++;
            if (settings.Average && epoch > 0)
            {
                state.TakeIntoAverage(whole: settings.Optimizer != SgdOptimizer.Plain || large);
            }

            Observer?.Invoke(state);
            if (!double.IsFinite(sum))
            {
                throw Diverged(epoch, rate);
            }

            work += (long)batch.Length * (state.Weights.Length + 16);
            if (work >= WorkBetweenChecks)
            {
                work = 0;
                if (context.ShouldStop())
                {
                    return double.NaN;
                }
            }
        }

        if (_l1 > 0 && settings.Optimizer == SgdOptimizer.Plain && rows.IsSparse)
        {
            PayAll(state);
        }

        return order.Length == 0 ? 0 : sum / order.Length;
    }

    /// <summary>Says that the loss grows, and what to do.</summary>
    internal ModelyardException Diverged(int epoch, double rate) => new(
        $"The steps of '{settings.GetType().Name}' diverge: in pass '{epoch + 1}', at a learning rate of '{rate:G3}', the loss grows instead of falling. Lower LearningRate, to '{rate / 10:G2}' say, scale the features to mean 0 and standard deviation 1, or choose the optimiser 'Adam'.");

    /// <summary>Computes the mean loss of rows, each by its weight.</summary>
    internal double MeanLoss(SgdRows rows, ReadOnlySpan<int> order, SgdState state)
    {
        (Matrix coefficients, double[] intercepts) = state.Read();
        return MeanLoss(rows, order, coefficients, intercepts);
    }

    internal double MeanLoss(SgdRows rows, ReadOnlySpan<int> order, Matrix coefficients, ReadOnlySpan<double> intercepts)
    {
        double sum = 0;
        Span<double> scores = new double[intercepts.Length];
        for (int i = 0; i < order.Length; i++)
        {
            for (int k = 0; k < scores.Length; k++)
            {
                scores[k] = rows.Dot(order[i], coefficients.Row(k)) + intercepts[k];
            }

            sum += rows.Weight(order[i]) * loss.Slopes(scores, rows.Targets[order[i]]);
            if ((i & 4095) == 4095)
            {
                context.Cancellation.ThrowIfCancellationRequested();
            }
        }

        return order.Length == 0 ? 0 : sum / order.Length;
    }

    /// <summary>Makes a step row by row, without ever forming the gradient: what a row adds costs what it stores.</summary>
    private double PlainStep(SgdRows rows, ReadOnlySpan<int> batch, SgdState state, double rate)
    {
        Span<double> slopes = Slopes(batch.Length * state.Scores);
        double sum = 0;
        for (int i = 0; i < batch.Length; i++)
        {
            if (i + Ahead < batch.Length)
            {
                rows.Fetch(batch[i + Ahead]);
            }

            Span<double> own = slopes.Slice(i * state.Scores, state.Scores);
            sum += Score(rows, batch[i], state, own);
        }

        if (_l2 > 0)
        {
            state.Shrink(Math.Max(0, 1 - (rate * _l2)));
        }

        double factor = rate / batch.Length;
        for (int i = 0; i < batch.Length; i++)
        {
            for (int k = 0; k < state.Scores; k++)
            {
                double change = -factor * slopes[(i * state.Scores) + k];
                if (change == 0)
                {
                    continue;
                }

                rows.AddTo(batch[i], change / state.Scale, state.Row(k));
                if (state.ScaleSum != 0)
                {
                    rows.AddTo(batch[i], -change / state.Scale * state.ScaleSum, state.CorrectionRow(k));
                }

                state.Intercepts[k] += settings.Intercept ? change : 0;
            }
        }

        if (_l1 > 0)
        {
            state.Penalty += rate * _l1;
            Pay(rows, batch, state);
        }

        return sum;
    }

    /// <summary>Scores a row and replaces the scores by the slopes times its weight.</summary>
    private double Score(SgdRows rows, int row, SgdState state, Span<double> slopes)
    {
        for (int k = 0; k < slopes.Length; k++)
        {
            slopes[k] = (state.Scale * rows.Dot(row, state.Row(k))) + state.Intercepts[k];
        }

        double weight = rows.Weight(row), value = loss.Slopes(slopes, rows.Targets[row]);
        if (weight != 1)
        {
            VectorKernels.Scale(weight, slopes);
        }

        return weight == 0 ? 0 : weight * value;
    }

    /// <summary>Charges the coefficients of the rows' features the L1 penalty that they owe.</summary>
    private static void Pay(SgdRows rows, ReadOnlySpan<int> batch, SgdState state)
    {
        if (!rows.IsSparse)
        {
            PayAll(state);
            return;
        }

        Reserve(state);
        foreach (int row in batch)
        {
            foreach (int feature in rows.Sparse(row).Indices)
            {
                for (int k = 0; k < state.Scores; k++)
                {
                    Pay(state, (k * state.Features) + feature);
                }
            }
        }
    }

    private static void PayAll(SgdState state)
    {
        Reserve(state);
        for (int i = 0; i < state.Weights.Length; i++)
        {
            Pay(state, i);
        }
    }

    private static void Reserve(SgdState state)
    {
        if (state.Owed.Length == 0)
        {
            state.Owed = new double[state.Weights.Length];
        }
    }

    private static void Pay(SgdState state, int at)
    {
        double before = state.Scale * state.Weights[at];
        if (before == 0)
        {
            return;
        }

        double after = before > 0 ? Math.Max(0, before - (state.Penalty + state.Owed[at])) : Math.Min(0, before + (state.Penalty - state.Owed[at]));
        state.Owed[at] += after - before;
        double changed = after == 0 ? 0 : after / state.Scale;
        if (state.ScaleSum != 0)
        {
            state.CorrectionRow(at / state.Features)[at % state.Features] -= state.ScaleSum * (changed - state.Weights[at]);
        }

        state.Weights[at] = changed;
    }

    /// <summary>Makes a step along the gradient of the batch, as the optimiser has it.</summary>
    private double GradientStep(SgdRows rows, ReadOnlySpan<int> batch, SgdState state, double rate, bool large)
    {
        state.Fold();
        int size = state.Weights.Length + state.Scores;
        double[] gradient = _gradient.Length == size ? _gradient : _gradient = new double[size];
        double sum;
        if (large)
        {
            sum = ParallelGradient(rows, batch.ToArray(), state, gradient);
        }
        else
        {
            Array.Clear(gradient);
            sum = AddGradient(rows, batch, state, gradient);
        }

        VectorKernels.Scale(1.0 / batch.Length, gradient);
        Span<double> ofIntercepts = gradient.AsSpan(state.Weights.Length);
        if (!settings.Intercept)
        {
            ofIntercepts.Clear();
        }

        if (settings.Optimizer != SgdOptimizer.AdamW)
        {
            VectorKernels.Axpy(_l2, state.Weights, gradient.AsSpan(0, state.Weights.Length));
        }

        OptimizerStep.Apply(settings, state, gradient, rate);
        return sum;
    }

    private double AddGradient(SgdRows rows, ReadOnlySpan<int> batch, SgdState state, Span<double> gradient)
    {
        double sum = 0;
        Span<double> slopes = state.Scores <= 64 ? stackalloc double[state.Scores] : new double[state.Scores];
        for (int i = 0; i < batch.Length; i++)
        {
            if (i + Ahead < batch.Length)
            {
                rows.Fetch(batch[i + Ahead]);
            }

            int row = batch[i];
            sum += Score(rows, row, state, slopes);
            for (int k = 0; k < slopes.Length; k++)
            {
                rows.AddTo(row, slopes[k], gradient.Slice(k * state.Features, state.Features));
                gradient[state.Weights.Length + k] += slopes[k];
            }
        }

        return sum;
    }

    private double ParallelGradient(SgdRows rows, int[] batch, SgdState state, double[] gradient)
    {
        (double Sum, double[] Gradient) whole = ParallelLoop.Reduce(
            batch.Length,
            Math.Max(BlockRows, batch.Length / 64),
            context.Parallelism,
            (first, count) =>
            {
                double[] part = new double[gradient.Length];
                return (AddGradient(rows, batch.AsSpan(first, count), state, part), part);
            },
            (left, right) =>
            {
                VectorKernels.Axpy(1, right.part, left.part);
                return (left.Item1 + right.Item1, left.part);
            },
            context.Cancellation);
        whole.Gradient.CopyTo(gradient, 0);
        return whole.Sum;
    }

    private Span<double> Slopes(int length)
    {
        if (_slopes.Length < length)
        {
            _slopes = new double[length];
        }

        return _slopes.AsSpan(0, length);
    }
}
