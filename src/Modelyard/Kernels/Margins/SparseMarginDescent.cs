using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Margins;

/// <summary>Minimises the squared hinge loss with an L1 penalty, one feature at a time.</summary>
/// <remarks>
/// Each step solves a quadratic model of the objective in one weight and is halved until the objective falls; weights that sit at 0 and will likely stay there are
/// left out of the passes until the others have converged. Between passes that leave the same weights at 0 a step of Newton's is taken over the others, unless they are many. The tolerance is the
/// sum of violations in a pass, as a share of that of the first, and is lowered until the duality gap is small too. What has not converged after some passes,
/// more where there are more rows, goes on from the solution of <see cref="InteriorSparseMargins"/> if there are not too many.
/// Source: Yuan, Chang, Hsieh and Lin (2010), A Comparison of Optimization Methods and Software for Large-scale L1-regularized Linear Classification, JMLR 11.
/// </remarks>
internal sealed class SparseMarginDescent
{
    private const double LeastCurvature = 1e-12;
    private const double Sufficient = 0.01;
    private const int MostHalvings = 20;
    private const int MostDenseFeatures = 512;
    private const int MostFinishing = 20;
    private const int BlockRows = 2048;
    private const double Lower = 0.1;
    private const double Near = 0.1;
    private const double Exact = 1e-10;
    private const double Ridge = 1e-13;
    private const double Rounding = 1e-15;
    private const int LeastPasses = 50;
    private const int MostPasses = 500;
    private const int LastPasses = 100;

    private readonly LinearProblem _problem;
    private readonly SparseMatrix _columns;
    private readonly double[] _weights;

    // How far each row is from the margin: 1 − side x score.
    private readonly double[] _gaps;

    private SparseMarginDescent(LinearProblem problem, double[] weights)
    {
        _problem = problem;
        _columns = problem.Rows.Columns;
        _weights = weights;
        _gaps = new double[problem.Rows.Count];
        Refresh();
    }

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem, with sides as targets.</param>
    /// <param name="random">The random numbers for the order of the features.</param>
    /// <param name="context">Cancellation and time.</param>
    public static LinearSolution Solve(LinearProblem problem, RandomStream random, FitContext context)
    {
        double[] weights = new double[problem.Rows.Features + 1];
        bool canEnd = InteriorSparseMargins.Suits(problem);
        int passes = canEnd ? Math.Min(problem.MaxIterations, Math.Clamp(problem.Rows.Count, LeastPasses, MostPasses)) : problem.MaxIterations;
        LinearSolution crept = new SparseMarginDescent(problem with { MaxIterations = passes }, weights).Run(random, context);
        if (crept.Converged || !canEnd || context.ShouldStop())
        {
            return crept;
        }

        // Weights of the interior that are 0 but for rounding are set to 0; a few passes more mend what that costs.
        LinearSolution found = InteriorSparseMargins.Solve(problem, context);
        if (!found.Converged && context.OutOfTime)
        {
            // What the time cut short may be further away than where the descent was.
            return crept;
        }

        LinearSolution mended = new SparseMarginDescent(problem with { MaxIterations = Math.Min(LastPasses, problem.MaxIterations) }, found.Weights).Run(random, context);
        return mended with { Converged = mended.Converged || found.Converged };
    }

    private LinearSolution Run(RandomStream random, FitContext context)
    {
        double tolerance = _problem.Tolerance * _problem.RarerShare(_problem.Priced());
        int[] order = [.. Enumerable.Range(0, _columns.Rows)], support = [];
        int active = order.Length, finishing = 0;
        double least = double.PositiveInfinity, first = -1;
        for (int pass = 0; pass < _problem.MaxIterations; pass++)
        {
            if (Pass(order, ref active, least, random, context) is not { } violations)
            {
                return new LinearSolution(_weights, false);
            }

            first = first < 0 ? violations.Sum : first;
            int[] before = support;
            support = [.. Enumerable.Range(0, _weights.Length).Where(feature => _weights[feature] != 0)];
            bool isFew = support.Length is > 0 and <= MostDenseFeatures;
            if (isFew && violations.Sum <= Near * first && support.AsSpan().SequenceEqual(before))
            {
                Advance(support, context);
            }

            if (violations.Sum > tolerance * first && active > 0)
            {
                least = violations.Most / _gaps.Length;
                continue;
            }

            if (active == order.Length)
            {
                bool isEnough = IsEnough();
                if (isEnough && (!isFew || violations.Sum <= Exact * first || ++finishing > MostFinishing))
                {
                    return new LinearSolution(_weights, true);
                }

                tolerance *= isEnough ? 1 : Lower;
            }

            (active, least) = (order.Length, double.PositiveInfinity);
        }

        return new LinearSolution(_weights, IsEnough());
    }

    /// <summary>Goes through the features once, and says how far their weights were from where they should be; null where the time is up.</summary>
    private (double Most, double Sum)? Pass(int[] order, ref int active, double least, RandomStream random, FitContext context)
    {
        random.Shuffle(order.AsSpan(0, active));
        double most = 0, sum = 0;
        for (int at = 0; at < active; at++)
        {
            if (context.ShouldStop())
            {
                return null;
            }

            int feature = order[at];
            (double slope, double curvature) = Derivatives(feature);
            double violation = Violation(_weights[feature], slope, least);
            if (violation < 0)
            {
                active--;
                (order[at], order[active]) = (order[active], order[at]);
                at--;
                continue;
            }

            most = Math.Max(most, violation);
            sum += violation;
            Move(feature, slope, curvature);
        }

        return (most, sum);
    }

    /// <summary>Tells whether the duality gap is small: the losses' derivatives, made smaller until no feature's slope exceeds the penalty's, are variables of the dual.</summary>
    private bool IsEnough()
    {
        Refresh();
        double steepest = 1;
        for (int feature = 0; feature < _weights.Length; feature++)
        {
            steepest = Math.Max(steepest, Math.Abs(Derivatives(feature).Slope));
        }

        double primal = _weights.Sum(Math.Abs), dual = 0;
        for (int row = 0; row < _gaps.Length; row++)
        {
            double gap = Math.Max(0, _gaps[row]), price = _problem.Prices[row], shrunk = gap / steepest;
            primal += price * gap * gap;
            dual += price * shrunk * (2 - shrunk);
        }

        return primal - dual <= _problem.EnoughGap * primal;
    }

    /// <summary>Computes the gaps anew: sums of many steps have drifted where features are large.</summary>
    private void Refresh()
    {
        for (int row = 0; row < _gaps.Length; row++)
        {
            _gaps[row] = 1 - (_problem.Targets[row] * _problem.Rows.Score(row, _weights));
        }
    }

    /// <summary>Takes a step of Newton's over the weights that are not 0, of which none changes its sign: it ends where steps of one weight after another creep.</summary>
    private void Advance(int[] support, FitContext context)
    {
        double[] step = [.. support.Select(feature => -(Derivatives(feature).Slope + Math.Sign(_weights[feature])))];
        Matrix curvature = Curvature(support, context);
        if (!ScaledCholesky.TryOf(curvature, out ScaledCholesky? factor, context.Parallelism, Ridge))
        {
            return;
        }

        factor.Solve(step.AsSpan());
        double objective = Objective(_gaps, _weights) * (1 + Rounding);
        double[] gaps = new double[_gaps.Length], weights = new double[_weights.Length];
        for (int halving = 0; halving < MostHalvings; halving++)
        {
            _gaps.CopyTo(gaps, 0);
            for (int i = 0; i < support.Length; i++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                double weight = _weights[support[i]], next = weight + step[i];
                next = next * weight > 0 ? next : 0;
                weights[support[i]] = next;
                SparseRow column = _columns.Row(support[i]);
                for (int at = 0; at < column.Count; at++)
                {
                    int row = column.Indices[at];
                    gaps[row] -= (next - weight) * _problem.Targets[row] * column.Values[at];
                }
            }

            if (Objective(gaps, weights) <= objective)
            {
                gaps.CopyTo(_gaps, 0);
                weights.CopyTo(_weights, 0);
                return;
            }

            VectorKernels.Scale(0.5, step);
        }
    }

    private double Objective(double[] gaps, double[] weights)
    {
        double sum = weights.Sum(Math.Abs);
        for (int row = 0; row < gaps.Length; row++)
        {
            double gap = Math.Max(0, gaps[row]);
            sum += _problem.Prices[row] * gap * gap;
        }

        return sum;
    }

    /// <summary>Computes <c>2 Σ C x xᵀ</c> of the rows that cost something, in some features.</summary>
    private Matrix Curvature(int[] support, FitContext context)
    {
        var curvature = new Matrix(support.Length, support.Length);
        var part = new Matrix(support.Length, support.Length);
        int[] next = new int[support.Length];
        for (int first = 0; first < _gaps.Length; first += BlockRows)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(BlockRows, _gaps.Length - first);
            var block = new Matrix(count, support.Length);
            double[] prices = new double[count];
            for (int i = 0; i < count; i++)
            {
                prices[i] = _gaps[first + i] > 0 ? 2 * _problem.Prices[first + i] : 0;
            }

            for (int i = 0; i < support.Length; i++)
            {
                SparseRow column = _columns.Row(support[i]);
                for (; next[i] < column.Count && column.Indices[next[i]] < first + count; next[i]++)
                {
                    block[column.Indices[next[i]] - first, i] = column.Values[next[i]];
                }
            }

            MatrixProduct.Gram(block, part, prices, context.Parallelism);
            VectorKernels.Axpy(1, part.AsSpan(), curvature.AsSpan());
        }

        return curvature;
    }

    private (double Slope, double Curvature) Derivatives(int feature)
    {
        SparseRow column = _columns.Row(feature);
        double slope = 0, curvature = 0;
        for (int i = 0; i < column.Count; i++)
        {
            int row = column.Indices[i];
            if (_gaps[row] > 0)
            {
                double priced = _problem.Prices[row] * column.Values[i];
                slope -= priced * _problem.Targets[row] * _gaps[row];
                curvature += priced * column.Values[i];
            }
        }

        return (2 * slope, Math.Max(2 * curvature, LeastCurvature));
    }

    /// <summary>Computes how far a weight is from where it should be; negative if it can be left out for now.</summary>
    private static double Violation(double weight, double slope, double least)
    {
        double above = slope + 1, below = slope - 1;
        if (weight == 0)
        {
            return above < 0 ? -above : below > 0 ? below : above > least && below < -least ? -1 : 0;
        }

        return Math.Abs(weight > 0 ? above : below);
    }

    private void Move(int feature, double slope, double curvature)
    {
        double weight = _weights[feature], above = slope + 1, below = slope - 1;
        double step = above < curvature * weight ? -above / curvature : below > curvature * weight ? -below / curvature : -weight;
        if (Math.Abs(step) < LeastCurvature)
        {
            return;
        }

        SparseRow column = _columns.Row(feature);
        double fall = Math.Abs(weight + step) - Math.Abs(weight) + (slope * step);
        for (int halving = 0; halving < MostHalvings; halving++, step /= 2, fall /= 2)
        {
            if (Change(column, step) + Math.Abs(weight + step) - Math.Abs(weight) <= Sufficient * fall)
            {
                _weights[feature] = weight + step;
                for (int i = 0; i < column.Count; i++)
                {
                    int row = column.Indices[i];
                    _gaps[row] -= step * _problem.Targets[row] * column.Values[i];
                }

                return;
            }
        }
    }

    /// <summary>Computes by how much the loss changes with a step of one weight.</summary>
    private double Change(SparseRow column, double step)
    {
        double sum = 0;
        for (int i = 0; i < column.Count; i++)
        {
            int row = column.Indices[i];
            double old = Math.Max(0, _gaps[row]), next = Math.Max(0, _gaps[row] - (step * _problem.Targets[row] * column.Values[i]));
            sum += _problem.Prices[row] * (next - old) * (next + old);
        }

        return sum;
    }
}
