using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Margins;

/// <summary>Minimises the squared hinge loss with an L1 penalty by an interior-point method, which arrives where steps of one feature after another creep: at prices so high that the margin is all but kept.</summary>
/// <remarks>
/// A weight is the difference of two parts of at least 0, whose slopes are <c>1 − xᵀα</c> and <c>1 + xᵀα</c>; a row has a share α of at least 0, twice its price times its loss' root, and the slack by which it
/// exceeds its margin. Mehrotra's predictor and corrector take the products of parts and slopes, and of shares and slacks, to 0. Each step solves a system in as many unknowns as there are rows: of one
/// in the features, the shares would be differences that cancel. Sources: Mehrotra (1992), SIAM Journal on Optimization 2(4); Koh, Kim and Boyd (2007), An Interior-Point Method for Large-Scale l1-Regularized Logistic Regression, JMLR 8,
/// for the bound that shrunken shares give.
/// </remarks>
internal sealed class InteriorSparseMargins
{
    private const int MostUnknowns = 2048;
    private const long MostElements = 1 << 24;
    private const int MostSteps = 100;
    private const int Patience = 20;
    private const int Block = 1024;
    private const double StepShare = 0.99;
    private const double Exact = 1e-13;
    private const double Ridge = 1e-14;

    // A weight whose slope is that much less than the penalty is 0: what it adds to the objective is beyond the gap by as much.
    private const double Idle = 1e-5;

    private readonly LinearProblem _problem;
    private readonly FitContext _context;
    private readonly int[] _order;
    private readonly double[] _sides, _prices;

    // Signed features x rows.
    private readonly Matrix _transposed;

    // Of each row: its share and its slack; of each feature: the two parts of its weight and their slopes.
    private readonly double[] _shares, _slacks, _above, _below, _aboveSlopes, _belowSlopes;
    private readonly double[] _shareSteps, _slackSteps, _aboveSteps, _belowSteps, _aboveSlopeSteps, _belowSlopeSteps;
    private readonly double[] _weights, _margins, _slopes, _stiffness, _give;
    private ScaledCholesky? _factor;

    private InteriorSparseMargins(LinearProblem problem, FitContext context)
    {
        (_problem, _context, _order) = (problem, context, problem.Priced());
        int rows = _order.Length, features = problem.Rows.Features + 1;
        _sides = Array.ConvertAll(_order, row => problem.Targets[row]);
        _prices = Array.ConvertAll(_order, row => problem.Prices[row]);
        (_shares, _slacks, _shareSteps, _slackSteps, _margins, _stiffness) = (new double[rows], new double[rows], new double[rows], new double[rows], new double[rows], new double[rows]);
        (_above, _below, _aboveSlopes, _belowSlopes) = (new double[features], new double[features], new double[features], new double[features]);
        (_aboveSteps, _belowSteps, _aboveSlopeSteps, _belowSlopeSteps) = (new double[features], new double[features], new double[features], new double[features]);
        (_weights, _slopes, _give) = (new double[features], new double[features], new double[features]);
        _transposed = Transpose();
    }

    /// <summary>Tells whether the systems of a problem are small enough.</summary>
    public static bool Suits(LinearProblem problem)
    {
        int rows = problem.Priced().Length;
        return rows is > 0 and <= MostUnknowns && rows * (problem.Rows.Features + 1L) <= MostElements;
    }

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem, with sides as targets.</param>
    /// <param name="context">Cancellation, time and threads.</param>
    public static LinearSolution Solve(LinearProblem problem, FitContext context) => new InteriorSparseMargins(problem, context).Run();

    private LinearSolution Run()
    {
        Begin();
        double least = double.PositiveInfinity, objective = 0;
        double[] best = (double[])_weights.Clone();
        for (int step = 0, since = 0; step < Math.Min(MostSteps, _problem.MaxIterations) && since < Patience; step++, since++)
        {
            Slopes(_shares, _slopes);
            Margins(_weights, _margins);
            double next = Objective();
            double gap = next - Bound();
            if (gap < least)
            {
                (least, objective, since) = (gap, next, 0);
                for (int feature = 0; feature < best.Length; feature++)
                {
                    best[feature] = Math.Abs(_slopes[feature]) < 1 - Idle ? 0 : _weights[feature];
                }
            }

            if (gap <= Exact * next || _context.ShouldStop() || !Advance())
            {
                break;
            }
        }

        return new LinearSolution(best, least <= _problem.EnoughGap * objective);
    }

    /// <summary>Starts at weights of 0, whose parts are such that either could bring rows to their margin, and equal shares so small that no slope leaves its bounds.</summary>
    private void Begin()
    {
        _shares.AsSpan().Fill(1);
        Slopes(_shares, _slopes);
        double share = 0.5 / Math.Max(_slopes.Max(Math.Abs), 0.5 / _prices.Average());
        double size = Math.Sqrt(VectorKernels.SumOfSquares(_transposed.AsSpan()) / _transposed.AsSpan().Length);
        _shares.AsSpan().Fill(share);
        _slacks.AsSpan().Fill(1);
        _above.AsSpan().Fill(size > 0 ? 1 / size : 1);
        _below.AsSpan().Fill(size > 0 ? 1 / size : 1);
        for (int feature = 0; feature < _slopes.Length; feature++)
        {
            (_aboveSlopes[feature], _belowSlopes[feature]) = (1 - (share * _slopes[feature]), 1 + (share * _slopes[feature]));
        }
    }

    private double Objective()
    {
        double sum = _weights.Sum(Math.Abs);
        for (int row = 0; row < _margins.Length; row++)
        {
            double gap = Math.Max(0, 1 - _margins[row]);
            sum += _prices[row] * gap * gap;
        }

        return sum;
    }

    /// <summary>Computes what the objective cannot fall below: the dual at the shares, made smaller until no slope exceeds the penalty.</summary>
    private double Bound()
    {
        double shrink = 1 / Math.Max(1, _slopes.Max(Math.Abs)), bound = 0;
        for (int row = 0; row < _shares.Length; row++)
        {
            double share = shrink * _shares[row];
            bound += share * (1 - (share / (4 * _prices[row])));
        }

        return bound;
    }

    private bool Advance()
    {
        for (int row = 0; row < _shares.Length; row++)
        {
            _stiffness[row] = (0.5 / _prices[row]) + (_slacks[row] / _shares[row]);
        }

        for (int feature = 0; feature < _give.Length; feature++)
        {
            _give[feature] = (_above[feature] / _aboveSlopes[feature]) + (_below[feature] / _belowSlopes[feature]);
        }

        try
        {
            _factor = _context.WithinTime(Factor);
        }
        catch (FitBudgetException)
        {
            // The step that the time cut short is given up.
            return false;
        }

        if (_factor is null)
        {
            return false;
        }

        // The predictor aims at products of 0; how near it gets says how much centring the corrector needs.
        double mean = Mean(0);
        Direct(0, corrected: false);
        double centring = Math.Pow(Mean(Math.Min(1, Longest())) / mean, 3);
        Direct(centring * mean, corrected: true);
        double length = Math.Min(1, StepShare * Longest());
        if (!double.IsFinite(length))
        {
            return false;
        }

        foreach ((double[] value, double[] step) in Pairs())
        {
            VectorKernels.Axpy(length, step, value);
        }

        for (int feature = 0; feature < _weights.Length; feature++)
        {
            _weights[feature] = _above[feature] - _below[feature];
        }

        return true;
    }

    /// <summary>Factorises <c>E + Z D Zᵀ</c> with the stiffness E of the rows and the give D of the weights.</summary>
    private ScaledCholesky? Factor()
    {
        var system = new Matrix(_order.Length, _order.Length);
        MatrixProduct.Gram(_transposed, system, _give, _context.Parallelism);
        for (int row = 0; row < _order.Length; row++)
        {
            system[row, row] += _stiffness[row];
        }

        return ScaledCholesky.Raised(system, Ridge, _context.Parallelism);
    }

    /// <summary>Computes the directions in which each product goes to a common value; the corrector takes the predictor's second order into account.</summary>
    private void Direct(double target, bool corrected)
    {
        double order = corrected ? 1 : 0;
        double[] slacks = new double[_shares.Length], above = new double[_weights.Length], below = new double[_weights.Length], pull = new double[_weights.Length];
        for (int feature = 0; feature < pull.Length; feature++)
        {
            above[feature] = target - (_above[feature] * _aboveSlopes[feature]) - (order * _aboveSteps[feature] * _aboveSlopeSteps[feature]);
            below[feature] = target - (_below[feature] * _belowSlopes[feature]) - (order * _belowSteps[feature] * _belowSlopeSteps[feature]);
            double aboveLack = 1 - _slopes[feature] - _aboveSlopes[feature], belowLack = 1 + _slopes[feature] - _belowSlopes[feature];
            pull[feature] = ((above[feature] - (_above[feature] * aboveLack)) / _aboveSlopes[feature]) - ((below[feature] - (_below[feature] * belowLack)) / _belowSlopes[feature]);
        }

        double[] lack = new double[_shares.Length];
        Margins(pull, lack);
        for (int row = 0; row < lack.Length; row++)
        {
            slacks[row] = target - (_shares[row] * _slacks[row]) - (order * _shareSteps[row] * _slackSteps[row]);
            lack[row] = 1 - _margins[row] - (0.5 * _shares[row] / _prices[row]) + _slacks[row] + (slacks[row] / _shares[row]) - lack[row];
        }

        lack.CopyTo(_shareSteps, 0);
        _factor!.Solve(_shareSteps);
        double[] slopes = new double[_weights.Length];
        Slopes(_shareSteps, slopes);
        for (int row = 0; row < lack.Length; row++)
        {
            _slackSteps[row] = (slacks[row] - (_slacks[row] * _shareSteps[row])) / _shares[row];
        }

        for (int feature = 0; feature < slopes.Length; feature++)
        {
            _aboveSlopeSteps[feature] = 1 - _slopes[feature] - _aboveSlopes[feature] - slopes[feature];
            _belowSlopeSteps[feature] = 1 + _slopes[feature] - _belowSlopes[feature] + slopes[feature];
            _aboveSteps[feature] = (above[feature] - (_above[feature] * _aboveSlopeSteps[feature])) / _aboveSlopes[feature];
            _belowSteps[feature] = (below[feature] - (_below[feature] * _belowSlopeSteps[feature])) / _belowSlopes[feature];
        }
    }

    private IEnumerable<(double[] Value, double[] Step)> Pairs() =>
    [
        (_shares, _shareSteps), (_slacks, _slackSteps), (_above, _aboveSteps), (_below, _belowSteps), (_aboveSlopes, _aboveSlopeSteps), (_belowSlopes, _belowSlopeSteps),
    ];

    /// <summary>Computes how far all can go before one of them is 0.</summary>
    private double Longest()
    {
        double fastest = 0;
        foreach ((double[] value, double[] step) in Pairs())
        {
            for (int i = 0; i < value.Length; i++)
            {
                fastest = Math.Max(fastest, -step[i] / value[i]);
            }
        }

        return 1 / fastest;
    }

    /// <summary>Computes the mean product after a step.</summary>
    private double Mean(double length)
    {
        double sum = 0;
        for (int row = 0; row < _shares.Length; row++)
        {
            sum += (_shares[row] + (length * _shareSteps[row])) * (_slacks[row] + (length * _slackSteps[row]));
        }

        for (int feature = 0; feature < _weights.Length; feature++)
        {
            sum += (_above[feature] + (length * _aboveSteps[feature])) * (_aboveSlopes[feature] + (length * _aboveSlopeSteps[feature]));
            sum += (_below[feature] + (length * _belowSteps[feature])) * (_belowSlopes[feature] + (length * _belowSlopeSteps[feature]));
        }

        return sum / (_shares.Length + (2 * _weights.Length));
    }

    /// <summary>Computes the score of each row times its side.</summary>
    private void Margins(double[] weights, double[] margins) =>
        ParallelLoop.Blocks(_order.Length, Block, _context.Parallelism, (first, count) =>
        {
            for (int row = first; row < first + count; row++)
            {
                margins[row] = _sides[row] * _problem.Rows.Score(_order[row], weights);
            }
        });

    /// <summary>Computes the sum of the rows, each times its side and a value.</summary>
    private void Slopes(double[] values, double[] slopes)
    {
        double[] sum = ParallelLoop.Reduce(
            _order.Length,
            Block,
            _context.Parallelism,
            (first, count) =>
            {
                double[] part = new double[_weights.Length];
                for (int row = first; row < first + count; row++)
                {
                    _problem.Rows.AddTo(_order[row], _sides[row] * values[row], part);
                }

                return part;
            },
            (left, right) =>
            {
                VectorKernels.Axpy(1, right, left);
                return left;
            });
        sum.CopyTo(slopes, 0);
    }

    private Matrix Transpose()
    {
        var transposed = new Matrix(_weights.Length, _order.Length);
        double[] own = new double[_weights.Length];
        for (int row = 0; row < _order.Length; row++)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            _problem.Rows.CopyTo(_order[row], own);
            for (int feature = 0; feature < own.Length; feature++)
            {
                transposed[feature, row] = _sides[row] * own[feature];
            }
        }

        return transposed;
    }
}
