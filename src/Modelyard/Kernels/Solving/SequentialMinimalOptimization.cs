using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Solving;

/// <summary>Solves the dual problem of support vector machines two variables at a time.</summary>
/// <remarks>
/// The pair is the one that violates the optimality conditions most, and the partner by which the objective falls most. Rows whose variables sit at bounds and will likely stay there
/// are left out from time to time; when the others are done, the scores of those left out are computed anew and checked. The kernel matrix is in single precision: where that shows in the scores, as
/// large prices or similarities make it, they are computed anew in double precision at the end, and the search goes on from there until the conditions hold.
/// Sources: Platt (1998), Sequential Minimal Optimization; Fan, Chen and Lin (2005), Working Set Selection Using Second Order Information, JMLR 6; Joachims (1998), Making Large-Scale
/// SVM Learning Practical, for the shrinking; Schölkopf, Smola, Williamson and Bartlett (2000), New Support Vector Algorithms, Neural Computation 12, for signs kept apart.
/// The state is kept as the score <c>−y · gradient</c> of each variable: a step of length d along a pair then changes every score by
/// <c>−d (K(i, ·) − K(j, ·))</c>, one pass over two rows without signs.
/// </remarks>
internal sealed class SequentialMinimalOptimization
{
    private const long LeastSteps = 1_000_000;
    private const long MostSteps = 10_000_000;
    private const long StepsPerVariable = 200;
    private const long StepWork = 5_000_000_000;
    private const int MostStepsBetweenShrinks = 1000;
    private const int SumBlock = 64;
    private const double WorthShrinking = 0.8;
    private const double NearlyDone = 10;
    private const double Indefinite = -1e-5;
    private const int MostRefinements = 20;
    private const double SinglePrecision = 6e-8;
    private const double Visible = 0.1;

    // A margin below this share of the scores at the start is made of rounding.
    private const double LeastMargin = 1e-5;

    private readonly DualProblem _problem;
    private readonly KernelRows _rows;
    private readonly double _asked;
    private readonly FitContext _context;
    private readonly double[] _alpha;

    // Of every variable; of those left out, as it was when they were.
    private readonly double[] _allScores;
    private double _tolerance;
    private ActiveVariables _active;
    private bool _isIndefinite;

    private SequentialMinimalOptimization(DualProblem problem, double tolerance, FitContext context)
    {
        _problem = problem;
        _rows = problem.Rows;
        _asked = tolerance;
        _context = context;
        _alpha = problem.Start is null ? new double[problem.Signs.Length] : (double[])problem.Start.Clone();
        _allScores = new double[_alpha.Length];
        for (int variable = 0; variable < _alpha.Length; variable++)
        {
            _allScores[variable] = -problem.Signs[variable] * problem.Linear[variable];
        }

        context.Checkpoint();
        Begin();
        _active = new ActiveVariables(problem, _alpha, _allScores);
        _tolerance = problem.IsDivided && Spread() is > 0 and var spread ? tolerance * spread : tolerance;
    }

    private bool IsShrunk => _rows.Active.Length < _rows.Count;

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="tolerance">The greatest violation of the optimality conditions that is left.</param>
    /// <param name="context">Cancellation and time.</param>
    public static DualSolution Solve(DualProblem problem, double tolerance, FitContext context) =>
        problem.Signs.Length == 0 ? new DualSolution([], 0, 0, true, false) : new SequentialMinimalOptimization(problem, tolerance, context).Run();

    private DualSolution Run()
    {
        // A step costs as much as there are variables, so that few of them may take many.
        long most = Math.Max(Math.Max(LeastSteps, StepsPerVariable * _alpha.Length), Math.Min(MostSteps, StepWork / _alpha.Length));
        double least = _tolerance * LeastMargin;
        bool converged = Descend(ref most), hasMargin = true;
        while (converged && _problem.IsDivided && hasMargin && Margin() * _asked is var wanted && wanted < _tolerance)
        {
            hasMargin = wanted > least;
            _tolerance = Math.Max(wanted, least);
            converged = Descend(ref most);
        }

        for (int round = 0; converged && round < MostRefinements && ShowsRounding(); round++)
        {
            Rescore([.. Enumerable.Range(0, _rows.Count)], isExact: true);
            if (_active.Gap(_alpha) < _tolerance)
            {
                break;
            }

            converged = Descend(ref most);
        }

        if (IsShrunk)
        {
            Restore();
        }

        _active.Store(_allScores);
        return Solution(converged) with { HasMargin = hasMargin };
    }

    /// <summary>Takes steps until the optimality conditions hold, and says whether they do.</summary>
    private bool Descend(ref long most)
    {
        int period = Math.Min(MostStepsBetweenShrinks, _rows.Count), wait = period;
        bool isRestored = false;
        for (; most > 0; most--)
        {
            _context.Checkpoint();
            if (_problem.Shrinking && !_rows.AreKept && --wait == 0)
            {
                wait = period;
                if (!isRestored && _active.Gap(_alpha) <= NearlyDone * _tolerance)
                {
                    isRestored = true;
                    Restore();
                }

                Shrink();
            }

            if (_active.Select(_tolerance) is { } pair)
            {
                Move(pair.Up, pair.Down);
                continue;
            }

            if (!IsShrunk)
            {
                return true;
            }

            Restore();
            if (_active.Gap(_alpha) < _tolerance)
            {
                return true;
            }

            Shrink();
        }

        return false;
    }

    /// <summary>Tells whether rounding of the kernel matrix makes scores that are off by more than a small part of the tolerance.</summary>
    private bool ShowsRounding()
    {
        double sum = 0, greatest = 0;
        double[] coefficients = Coefficients();
        for (int row = 0; row < coefficients.Length; row++)
        {
            double diagonal = Math.Abs(_rows.Diagonal(row));
            sum += coefficients[row] * coefficients[row] * diagonal;
            greatest = Math.Max(greatest, diagonal);
        }

        return SinglePrecision * Math.Sqrt(sum * greatest) > Visible * _tolerance;
    }

    private void Move(int up, int down)
    {
        int i = _active.Variable(up), j = _active.Variable(down);
        ReadOnlySpan<float> first = _rows.Row(i % _rows.Count), second = _rows.Row(j % _rows.Count);
        double own = _active.Diagonal(up), other = _active.Diagonal(down);
        double curvature = own + other - (2 * (double)first[_active.Column(down)]);
        _isIndefinite |= curvature < Indefinite * (Math.Abs(own) + Math.Abs(other));
        double length = (_active.Score(up) - _active.Score(down)) / Math.Max(curvature, WorkingSet.LeastCurvature);
        double[] signs = _problem.Signs, upper = _problem.Upper;
        double roomUp = signs[i] > 0 ? upper[i] - _alpha[i] : _alpha[i];
        double roomDown = signs[j] > 0 ? _alpha[j] : upper[j] - _alpha[j];
        length = Math.Min(length, Math.Min(roomUp, roomDown));

        // At a bound the value is set, not computed, so that rounding leaves no variable just inside it.
        _alpha[i] = length == roomUp ? (signs[i] > 0 ? upper[i] : 0) : _alpha[i] + (signs[i] * length);
        _alpha[j] = length == roomDown ? (signs[j] > 0 ? 0 : upper[j]) : _alpha[j] - (signs[j] * length);
        _active.Bar(up, _alpha[i]);
        _active.Bar(down, _alpha[j]);
        _active.Subtract(length, first, second);
    }

    /// <summary>Computes the scores at the start, where not all variables are 0.</summary>
    private void Begin()
    {
        int count = _rows.Count;
        double[] sums = new double[count];
        double[] coefficients = Coefficients();
        for (int row = 0; row < count; row++)
        {
            if (coefficients[row] != 0)
            {
                _context.Checkpoint();
                ReadOnlySpan<float> similarities = _rows.Row(row);
                for (int other = 0; other < count; other++)
                {
                    sums[other] += coefficients[row] * similarities[other];
                }
            }
        }

        for (int variable = 0; variable < _alpha.Length; variable++)
        {
            _allScores[variable] -= sums[variable % count];
        }
    }

    /// <summary>Leaves out the rows all of whose variables will likely stay at their bounds.</summary>
    private void Shrink()
    {
        int[] kept = _active.Needed(_alpha);
        if (kept.Length >= 2 && kept.Length <= WorthShrinking * _rows.Active.Length)
        {
            Activate(kept);
        }
    }

    /// <summary>Computes the scores of the rows left out, and takes back all rows that may be needed.</summary>
    private void Restore()
    {
        if (IsShrunk)
        {
            _active.Store(_allScores);
            Rescore([.. Enumerable.Range(0, _rows.Count).Except(_rows.Active)], isExact: false);
        }
    }

    /// <summary>Computes the scores of some rows anew, and takes back all rows.</summary>
    private void Rescore(int[] rows, bool isExact)
    {
        double[] coefficients = Coefficients();
        int[] support = [.. Enumerable.Range(0, _rows.Count).Where(row => coefficients[row] != 0)];
        double[] factors = Array.ConvertAll(support, row => coefficients[row]);
        int[] places = _rows.Places(support);
        ParallelLoop.Blocks(
            rows.Length,
            SumBlock,
            _problem.Degree,
            (first, count) =>
            {
                float[] single = new float[isExact ? 0 : places.Length];
                double[] exact = new double[isExact ? places.Length : 0];
                foreach (int row in rows.AsSpan(first, count))
                {
                    _context.Checkpoint();
                    double sum = isExact ? _rows.Sum(row, places, factors, exact) : _rows.Sum(row, places, factors, single);
                    for (int variable = row; variable < _alpha.Length; variable += _rows.Count)
                    {
                        _allScores[variable] = (-_problem.Signs[variable] * _problem.Linear[variable]) - sum;
                    }
                }
            },
            _context.Cancellation);
        _rows.Reshape([.. Enumerable.Range(0, _rows.Count)]);
        _active = new ActiveVariables(_problem, _alpha, _allScores);
    }

    private void Activate(int[] rows)
    {
        _active.Store(_allScores);
        _rows.Reshape(rows);
        _active = new ActiveVariables(_problem, _alpha, _allScores);
    }

    private double[] Coefficients()
    {
        double[] coefficients = new double[_rows.Count];
        for (int variable = 0; variable < _alpha.Length; variable++)
        {
            coefficients[variable % _rows.Count] += _problem.Signs[variable] * _alpha[variable];
        }

        return coefficients;
    }

    private DualSolution Solution(bool converged)
    {
        if (!_problem.SignsApart)
        {
            return new DualSolution(Coefficients(), Level(sign: 0), 0, converged, _isIndefinite);
        }

        double above = Level(sign: 1), below = Level(sign: -1);
        return new DualSolution(Coefficients(), (above + below) / 2, (below - above) / 2, converged, _isIndefinite);
    }

    /// <summary>Computes half the distance between the scores of the two signs, where all rows are active.</summary>
    private double Margin()
    {
        _active.Store(_allScores);
        return (Level(sign: -1) - Level(sign: 1)) / 2;
    }

    /// <summary>Computes how far the scores lie apart, of which the margin is a share.</summary>
    private double Spread() => _allScores.Max() - _allScores.Min();

    /// <summary>Computes the mean score of the variables inside their bounds, else the middle of where it may lie; of one sign, or of both.</summary>
    private double Level(int sign)
    {
        double sum = 0, highest = double.NegativeInfinity, lowest = double.PositiveInfinity;
        int free = 0;
        for (int variable = 0; variable < _alpha.Length; variable++)
        {
            bool isPositive = _problem.Signs[variable] > 0;
            if (sign != 0 && isPositive != sign > 0)
            {
                continue;
            }

            double score = _allScores[variable];
            bool canRise = _alpha[variable] < _problem.Upper[variable], canFall = _alpha[variable] > 0;
            sum += canRise && canFall ? score : 0;
            free += canRise && canFall ? 1 : 0;
            highest = (isPositive ? canRise : canFall) ? Math.Max(highest, score) : highest;
            lowest = (isPositive ? canFall : canRise) ? Math.Min(lowest, score) : lowest;
        }

        return free > 0 ? sum / free
            : double.IsFinite(highest) && double.IsFinite(lowest) ? (highest + lowest) / 2
            : double.IsFinite(highest) ? highest
            : double.IsFinite(lowest) ? lowest : 0;
    }
}
