using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Margins;

/// <summary>Minimises the hinge loss, or the loss outside a tube, with an L2 penalty, by an interior-point method that ends at the minimum whatever the scale of the features.</summary>
/// <remarks>
/// A loss <c>C max(0, b − s x·w)</c> is a pair of slacks ξ and t, <c>s x·w + ξ − t = b</c>, and a share α from 0 to C of its own; a tube has two such losses a row. Mehrotra's predictor and
/// corrector take all products of slacks and shares to 0 in 10 to 25 steps, each of which solves a system in as many unknowns as there are features, or rows if those are fewer.
/// The fit ends where the duality gap is down to rounding. Sources: Mehrotra (1992), SIAM Journal on Optimization 2(4); Ferris and Munson (2002),
/// Interior-Point Methods for Massive Support Vector Machines, SIAM Journal on Optimization 13(3).
/// </remarks>
internal sealed class InteriorMargins
{
    private const int MostUnknowns = 512;
    private const int MostUnknownsAtLast = 2048;
    private const int Block = 8192;
    private const int Patience = 8;
    private const double StepShare = 0.995;
    private const double Exact = 1e-13;
    private const double Ridge = 1e-14;
    private const double Rounding = 1e-15;

    private readonly LinearProblem _problem;
    private readonly FitContext _context;
    private readonly int[] _order;
    private readonly LinearRows _rows;
    private readonly double[] _signs, _offsets, _prices;
    private readonly double[] _shares, _rests, _over, _under;
    private readonly double[] _shareSteps, _overSteps, _underSteps;
    private readonly double[] _scores, _spreads, _pulls, _rowValues;
    private readonly double[] _weights, _best;
    private ScaledCholesky? _factor;

    private InteriorMargins(LinearProblem problem, double epsilon, FitContext context)
    {
        (_problem, _context, _order) = (problem, context, problem.Priced());
        _rows = problem.Rows;
        int pieces = epsilon < 0 ? _order.Length : 2 * _order.Length;
        (_signs, _offsets, _prices) = (new double[pieces], new double[pieces], new double[pieces]);
        for (int piece = 0; piece < pieces; piece++)
        {
            int row = _order[piece % _order.Length];
            double target = problem.Targets[row];
            _signs[piece] = epsilon < 0 ? target : piece < _order.Length ? 1 : -1;
            _offsets[piece] = epsilon < 0 ? 1 : (_signs[piece] * target) - epsilon;
            _prices[piece] = problem.Prices[row];
        }

        context.Cancellation.ThrowIfCancellationRequested();
        (_shares, _rests, _over, _under) = (new double[pieces], new double[pieces], new double[pieces], new double[pieces]);
        (_shareSteps, _overSteps, _underSteps) = (new double[pieces], new double[pieces], new double[pieces]);
        (_scores, _spreads, _pulls, _rowValues) = (new double[pieces], new double[pieces], new double[pieces], new double[_order.Length]);
        _weights = new double[_rows.Features + 1];
        _best = new double[_weights.Length];
    }

    /// <summary>Tells whether the systems of a problem are small enough.</summary>
    public static bool Suits(LinearProblem problem) => Unknowns(problem) <= MostUnknowns;

    /// <summary>Tells whether the systems of a problem are small enough where descent does not arrive.</summary>
    public static bool CanEnd(LinearProblem problem) => Unknowns(problem) <= MostUnknownsAtLast;

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="epsilon">Half the width of the tube around numbers; negative where the targets are sides.</param>
    /// <param name="context">Cancellation, time and threads.</param>
    public static LinearSolution Solve(LinearProblem problem, double epsilon, FitContext context) =>
        problem.IsWide
            ? problem.SolveInSpan(span => new InteriorMargins(span, epsilon, context).Run(), context)
            : new InteriorMargins(problem, epsilon, context).Run();

    private static int Unknowns(LinearProblem problem) => Math.Min(problem.Rows.Features + 1, problem.Priced().Length);

    private LinearSolution Run()
    {
        try
        {
            return Approach();
        }
        catch (FitBudgetException)
        {
            // The step that the time cut short is given up.
            return new LinearSolution(_best, false);
        }
    }

    private LinearSolution Approach()
    {
        if (Array.TrueForAll(_offsets, offset => offset <= 0))
        {
            return new LinearSolution(new double[_problem.Rows.Features + 1], true);
        }

        _context.Cancellation.ThrowIfCancellationRequested();
        Begin();
        _context.Cancellation.ThrowIfCancellationRequested();
        double scale = VectorKernels.Dot(_prices, Array.ConvertAll(_offsets, Math.Abs)), least = double.PositiveInfinity, objective = 0;
        double[] bestShares = (double[])_shares.Clone();
        int limit = _problem.MaxIterations;
        for (int step = 0, since = 0; step <= limit && since < Patience; step++, since++)
        {
            Scores(_weights, _scores);
            double[] residual = Gather(_shares);
            objective = Objective();
            double gap = objective - VectorKernels.Dot(_offsets, _shares) + (VectorKernels.SumOfSquares(residual) / 2);
            if (gap < least)
            {
                (least, since) = (gap, 0);
                _weights.CopyTo(_best, 0);
                _shares.CopyTo(bestShares, 0);
            }

            if (gap <= Math.Min(Exact, _problem.EnoughGap) * objective || gap <= Exact * Exact * scale || _context.ShouldStop())
            {
                break;
            }

            VectorKernels.Axpy(-1, _weights, residual);
            Advance(residual);
            Check();
        }

        bool isEnough = least <= _problem.EnoughGap * objective || least <= Exact * Exact * scale;
        return new LinearSolution(_best, isEnough || IsEnoughButForRounding(_best, bestShares));
    }

    /// <summary>Tells whether shares as near as rounding to those found leave a small gap: of large shares and features, the sum that should be the weights is a small difference.</summary>
    private bool IsEnoughButForRounding(double[] weights, double[] shares)
    {
        double[] sum = new double[weights.Length], sizes = new double[weights.Length], row = new double[weights.Length];
        for (int i = 0; i < _order.Length; i++)
        {
            _rows.CopyTo(_order[i], row);
            double share = 0;
            for (int piece = i; piece < shares.Length; piece += _order.Length)
            {
                share += _signs[piece] * shares[piece];
            }

            for (int feature = 0; feature < row.Length; feature++)
            {
                sum[feature] += share * row[feature];
                sizes[feature] += Math.Abs(share * row[feature]);
            }
        }

        for (int feature = 0; feature < sum.Length; feature++)
        {
            double off = sum[feature] - weights[feature], known = Rounding * sizes[feature];
            sum[feature] = weights[feature] + (Math.Sign(off) * Math.Max(0, Math.Abs(off) - known));
        }

        weights.CopyTo(_weights, 0);
        Scores(_weights, _scores);
        double objective = Objective();
        return objective - VectorKernels.Dot(_offsets, shares) + (VectorKernels.SumOfSquares(sum) / 2) <= _problem.EnoughGap * objective;
    }

    /// <summary>Ends a step if the fit was cancelled or is out of time.</summary>
    private void Check()
    {
        if (_context.ShouldStop())
        {
            throw new FitBudgetException("The time budget ended within a step; the weights are the best before it.");
        }
    }

    private void Begin()
    {
        double slack = _offsets.Average(Math.Abs);
        for (int piece = 0; piece < _shares.Length; piece++)
        {
            _shares[piece] = _rests[piece] = _prices[piece] / 2;
            _over[piece] = slack + Math.Max(0, _offsets[piece]);
            _under[piece] = slack + Math.Max(0, -_offsets[piece]);
        }
    }

    private double Objective()
    {
        double loss = 0;
        for (int piece = 0; piece < _prices.Length; piece++)
        {
            loss += _prices[piece] * Math.Max(0, _offsets[piece] - _scores[piece]);
        }

        return loss + (VectorKernels.SumOfSquares(_weights) / 2);
    }

    private void Advance(double[] residual)
    {
        Factor();
        double mean = (VectorKernels.Dot(_shares, _under) + VectorKernels.Dot(_rests, _over)) / (2 * _shares.Length);

        // The predictor aims at products of 0; how near it gets says how much centring the corrector needs.
        Direct(residual, 0, corrected: false);
        Check();
        double length = Math.Min(1, Longest()), reached = 0;
        for (int piece = 0; piece < _shares.Length; piece++)
        {
            reached += ((_shares[piece] + (length * _shareSteps[piece])) * (_under[piece] + (length * _underSteps[piece])))
                + ((_rests[piece] - (length * _shareSteps[piece])) * (_over[piece] + (length * _overSteps[piece])));
        }

        double centring = Math.Pow(reached / (2 * _shares.Length * mean), 3);
        Check();
        double[] direction = Direct(residual, centring * mean, corrected: true);
        length = Math.Min(1, StepShare * Longest());
        VectorKernels.Axpy(length, direction, _weights);
        VectorKernels.Axpy(length, _shareSteps, _shares);
        VectorKernels.Axpy(-length, _shareSteps, _rests);
        VectorKernels.Axpy(length, _underSteps, _under);
        VectorKernels.Axpy(length, _overSteps, _over);
    }

    /// <summary>Factorises <c>I + Σ θ x xᵀ</c>: the spreads θ of rows at the margin and those of others are many powers of ten apart.</summary>
    private void Factor()
    {
        for (int piece = 0; piece < _spreads.Length; piece++)
        {
            _spreads[piece] = 1 / ((_over[piece] / _rests[piece]) + (_under[piece] / _shares[piece]));
        }

        for (int i = 0; i < _order.Length; i++)
        {
            _rowValues[i] = _spreads[i] + (_spreads.Length > _order.Length ? _spreads[_order.Length + i] : 0);
        }

        _factor = _context.WithinTime(() => ScaledCholesky.Raised(_rows.Curvature(_order, _rowValues, diagonal: 1, Check, _context.Parallelism), Ridge, _context.Parallelism));
    }

    /// <summary>Computes the direction in which each product of a share and its slack goes to a common value, and returns that of the weights.</summary>
    private double[] Direct(double[] residual, double target, bool corrected)
    {
        ParallelLoop.Blocks(_shares.Length, Block, _context.Parallelism, (first, count) =>
        {
            for (int piece = first; piece < first + count; piece++)
            {
                (double under, double over) = Wanted(piece, target, corrected);
                double lack = _offsets[piece] - _scores[piece] - _over[piece] + _under[piece];
                _pulls[piece] = _spreads[piece] * (lack - (over / _rests[piece]) + (under / _shares[piece]));
            }
        });
        Check();
        double[] direction = Gather(_pulls);
        VectorKernels.Axpy(1, residual, direction);
        _factor?.Solve(direction.AsSpan());
        double[] along = new double[_shares.Length];
        Scores(direction, along);
        ParallelLoop.Blocks(_shares.Length, Block, _context.Parallelism, (first, count) =>
        {
            for (int piece = first; piece < first + count; piece++)
            {
                (double under, double over) = Wanted(piece, target, corrected);
                double change = _pulls[piece] - (_spreads[piece] * along[piece]);
                _shareSteps[piece] = change;
                _underSteps[piece] = (under - (_under[piece] * change)) / _shares[piece];
                _overSteps[piece] = (over + (_over[piece] * change)) / _rests[piece];
            }
        });
        return direction;
    }

    /// <summary>Computes what the products of a piece lack; the corrector takes the predictor's second order into account.</summary>
    private (double Under, double Over) Wanted(int piece, double target, bool corrected)
    {
        double under = target - (_shares[piece] * _under[piece]), over = target - (_rests[piece] * _over[piece]);
        return corrected ? (under - (_shareSteps[piece] * _underSteps[piece]), over + (_shareSteps[piece] * _overSteps[piece])) : (under, over);
    }

    /// <summary>Computes how far the shares and slacks can go before one of them is 0.</summary>
    private double Longest()
    {
        double fastest = 0;
        for (int piece = 0; piece < _shares.Length; piece++)
        {
            double change = _shareSteps[piece];
            double share = change < 0 ? -change / _shares[piece] : change / _rests[piece];
            double slack = Math.Max(-_underSteps[piece] / _under[piece], -_overSteps[piece] / _over[piece]);
            fastest = Math.Max(fastest, Math.Max(share, slack));
        }

        return 1 / fastest;
    }

    /// <summary>Computes the score of each piece, times its sign.</summary>
    private void Scores(double[] weights, double[] scores) =>
        ParallelLoop.Blocks(_order.Length, Block, _context.Parallelism, (first, count) =>
        {
            for (int i = first; i < first + count; i++)
            {
                double score = _rows.Score(_order[i], weights);
                for (int piece = i; piece < scores.Length; piece += _order.Length)
                {
                    scores[piece] = _signs[piece] * score;
                }
            }
        });

    /// <summary>Computes the sum of the rows, each times the values of its pieces.</summary>
    private double[] Gather(double[] values) =>
        ParallelLoop.Reduce(
            _order.Length,
            Block,
            _context.Parallelism,
            (first, count) =>
            {
                double[] sum = new double[_weights.Length];
                for (int i = first; i < first + count; i++)
                {
                    double value = 0;
                    for (int piece = i; piece < values.Length; piece += _order.Length)
                    {
                        value += _signs[piece] * values[piece];
                    }

                    _rows.AddTo(_order[i], value, sum);
                }

                return sum;
            },
            (left, right) =>
            {
                VectorKernels.Axpy(1, right, left);
                return left;
            });
}
