using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Margins;

/// <summary>Minimises the squared hinge loss, or the squared loss outside a tube, with an L2 penalty, by Newton's method.</summary>
/// <remarks>
/// The objective is quadratic as long as the same rows cost something: each step solves for those that do, by Cholesky where the features are few
/// (linsvc_letters) or the table is small, else by conjugate gradients on features scaled alike, as long as those arrive, and is halved until the objective falls. The tolerance is the length of the
/// gradient as a share of the first one, and the fall that the next step promises. Source: Keerthi and DeCoste (2005), A Modified Finite Newton Method for Fast Solution of Large Scale Linear SVMs, JMLR 6.
/// </remarks>
internal sealed class SquaredLossNewton
{
    private const int FewFeatures = 256;
    private const int MostFeatures = 512;
    private const int MostUnknowns = 2048;
    private const int FewElements = 1 << 21;
    private const int CheckEvery = 512;
    private const int MostHalvings = 30;
    private const int MostInnerSteps = 200;
    private const double InnerTolerance = 0.1;
    private const double Sufficient = 1e-4;
    private const double Rounding = 1e-14;
    private const double Ridge = 1e-15;
    private const int LeastPower = -6;

    // Steps that are solved exactly end at the minimum itself once the rows that cost something are found: one or two more give ten digits.
    private const double Exact = 1e-10;

    private readonly LinearProblem _problem;
    private readonly LinearRows _rows;
    private readonly int[] _priced;
    private readonly double _epsilon;
    private readonly FitContext _context;
    private readonly double[] _weights;
    private readonly double[] _scores;
    private readonly double[] _shift;
    private readonly int[] _active;

    // The halved derivative of each active row's loss by its score: its price times its error.
    private readonly double[] _errors;
    private int _activeCount;
    private bool _isExact;
    private bool _isStuck;

    private SquaredLossNewton(LinearProblem problem, double epsilon, FitContext context)
    {
        _problem = problem;
        _rows = problem.Rows;
        _priced = problem.Priced();
        _epsilon = epsilon;
        _context = context;
        _weights = new double[_rows.Features + 1];
        _scores = new double[_rows.Count];
        _shift = new double[_rows.Count];
        _active = new int[_priced.Length];
        _errors = new double[_priced.Length];
        _isExact = _rows.Features <= FewFeatures || (_rows.Features <= MostFeatures && (long)_priced.Length * _rows.Features <= FewElements);
    }

    /// <summary>Tells whether a problem has more features than rows, and so few rows that in their span each step is solved exactly.</summary>
    public static bool SuitsSpan(LinearProblem problem) => problem.IsWide && problem.Priced().Length <= MostFeatures;

    /// <summary>Tells whether a problem has more features than rows, and not too many rows to solve it in their span where nothing else arrives.</summary>
    public static bool FitsSpan(LinearProblem problem) => problem.IsWide && problem.Priced().Length <= MostUnknowns;

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="epsilon">Half the width of the tube around numbers; negative where the targets are sides.</param>
    /// <param name="context">Cancellation and time.</param>
    public static LinearSolution Solve(LinearProblem problem, double epsilon, FitContext context)
    {
        var newton = new SquaredLossNewton(problem, epsilon, context);
        LinearSolution solution = newton.Run();
        return newton._isStuck ? SolveByRisingPrices(problem, epsilon, context) : solution;
    }

    /// <summary>Solves a problem from the minima at lower prices: at very high ones so many rows begin or cease to cost something within a step that steps from afar come to nothing.</summary>
    private static LinearSolution SolveByRisingPrices(LinearProblem problem, double epsilon, FitContext context)
    {
        var solution = new LinearSolution(new double[problem.Rows.Features + 1], false);
        for (int power = LeastPower; power <= 0 && !context.ShouldStop(); power++)
        {
            double share = Math.Pow(10, power);
            var newton = new SquaredLossNewton(problem with { Prices = Array.ConvertAll(problem.Prices, price => price * share) }, epsilon, context);
            newton.Begin(solution.Weights);
            solution = newton.Run();
        }

        return solution;
    }

    private void Begin(double[] weights)
    {
        weights.CopyTo(_weights, 0);
        Rescore();
    }

    private void Rescore()
    {
        foreach (int row in _priced)
        {
            _scores[row] = _rows.Score(row, _weights);
        }
    }

    private bool IsClassification => _epsilon < 0;

    private LinearSolution Run()
    {
        try
        {
            return Descend();
        }
        catch (FitBudgetException)
        {
            // The step that the time cut short is given up.
            return new LinearSolution(_weights, false);
        }
    }

    private LinearSolution Descend()
    {
        double tolerance = _problem.Tolerance * (IsClassification ? _problem.RarerShare(_priced) : 1);
        double objective = Objective(0, 0, 0);
        double first = -1;
        int failures = 0;
        double[] gradient = new double[_weights.Length];
        for (int step = 0; step < _problem.MaxIterations; step++)
        {
            FindActive();
            Gradient(gradient);
            double length = VectorKernels.Norm(gradient);
            first = first < 0 ? length : first;
            bool isShort = length <= (_isExact ? Math.Min(tolerance, Exact) : tolerance) * first;

            // The penalty alone curves the objective by 1, which bounds how far it can fall.
            double enough = _problem.EnoughGap * objective;
            if (length == 0 || (isShort && length * length / 2 <= enough))
            {
                return new LinearSolution(_weights, true);
            }

            if (_context.ShouldStop())
            {
                return new LinearSolution(_weights, false);
            }

            double[] direction = Direction(gradient);
            if (isShort && -VectorKernels.Dot(gradient, direction) / 2 <= enough)
            {
                return new LinearSolution(_weights, true);
            }

            // Along a direction of descent the objective falls, unless what is left is rounding: of the scores, which are sums of steps, or of all.
            if (Advance(direction, gradient, ref objective))
            {
                failures = 0;
            }
            else if (failures++ > 0)
            {
                _isStuck = -VectorKernels.Dot(gradient, direction) / 2 > enough;
                return new LinearSolution(_weights, !_isStuck);
            }
            else
            {
                Rescore();
                objective = Objective(0, 0, 0);
            }
        }

        return new LinearSolution(_weights, false);
    }

    /// <summary>Computes how far a row's score is on the costly side: the derivative of half its loss by its score, without the price.</summary>
    private double Error(int row, double score)
    {
        double target = _problem.Targets[row], error = score - target;
        return IsClassification
            ? (target * error < 0 ? error : 0)
            : Math.Abs(error) > _epsilon ? error - (Math.Sign(error) * _epsilon) : 0;
    }

    private void FindActive()
    {
        _activeCount = 0;
        foreach (int row in _priced)
        {
            double error = Error(row, _scores[row]);
            if (error != 0)
            {
                _active[_activeCount] = row;
                _errors[_activeCount++] = _problem.Prices[row] * error;
            }
        }
    }

    private void Gradient(double[] gradient)
    {
        _weights.CopyTo(gradient, 0);
        for (int i = 0; i < _activeCount; i++)
        {
            CheckTime(i);
            _rows.AddTo(_active[i], 2 * _errors[i], gradient);
        }
    }

    /// <summary>Computes the objective at a point on the line from the weights.</summary>
    private double Objective(double step, double slope, double curvature)
    {
        double sum = 0;
        Check(0);
        foreach (int row in _priced)
        {
            double error = Error(row, _scores[row] + (step * _shift[row]));
            sum += _problem.Prices[row] * error * error;
        }

        return sum + (VectorKernels.SumOfSquares(_weights) / 2) + (step * (slope + (step * curvature / 2)));
    }

    private double[] Direction(double[] gradient)
    {
        double[] direction = Array.ConvertAll(gradient, value => -value);
        if (!_isExact)
        {
            double[] near = ConjugateGradients(direction, out bool arrived);
            _isExact = !arrived && _rows.Features < MostUnknowns && !_context.ShouldStop();
            if (!_isExact)
            {
                return near;
            }
        }

        double[] prices = new double[_activeCount];
        for (int i = 0; i < _activeCount; i++)
        {
            prices[i] = 2 * _problem.Prices[_active[i]];
        }

        ScaledCholesky? factor = _context.WithinTime(() => ScaledCholesky.Raised(
            _rows.Curvature(_active.AsSpan(0, _activeCount), prices, diagonal: 1, () => CheckTime(0), _context.Parallelism), Ridge, _context.Parallelism));
        factor?.Solve(direction);
        return direction;
    }

    /// <summary>Solves for a direction by conjugate gradients, each feature divided by its curvature first.</summary>
    private double[] ConjugateGradients(double[] right, out bool arrived)
    {
        double[] curvature = Curvatures(), solution = new double[right.Length], residual = (double[])right.Clone(), scaled = Scaled(residual, curvature);
        double[] conjugate = (double[])scaled.Clone(), product = new double[right.Length];
        double squares = VectorKernels.Dot(residual, scaled), enough = squares * InnerTolerance * InnerTolerance;
        for (int step = 0; step < MostInnerSteps && squares > enough && squares > 0; step++)
        {
            conjugate.CopyTo(product, 0);
            for (int i = 0; i < _activeCount; i++)
            {
                if (step == 0)
                {
                    CheckTime(i);
                }
                else if (i % CheckEvery == 0 && _context.ShouldStop())
                {
                    // What was found is a direction of descent, if not the best.
                    arrived = false;
                    return solution;
                }

                int row = _active[i];
                _rows.AddTo(row, 2 * _problem.Prices[row] * _rows.Score(row, conjugate), product);
            }

            double length = squares / VectorKernels.Dot(conjugate, product);
            VectorKernels.Axpy(length, conjugate, solution);
            VectorKernels.Axpy(-length, product, residual);
            scaled = Scaled(residual, curvature);
            double next = VectorKernels.Dot(residual, scaled);
            VectorKernels.Scale(next / squares, conjugate);
            VectorKernels.Axpy(1, scaled, conjugate);
            squares = next;
        }

        arrived = squares <= enough;
        return solution;
    }

    /// <summary>Computes the curvature of the objective along each weight.</summary>
    private double[] Curvatures()
    {
        double[] curvatures = new double[_weights.Length];
        curvatures.AsSpan().Fill(1);
        for (int i = 0; i < _activeCount; i++)
        {
            Check(i);
            _rows.AddSquaresTo(_active[i], 2 * _problem.Prices[_active[i]], curvatures);
        }

        return curvatures;
    }

    private static double[] Scaled(double[] values, double[] curvatures) => [.. values.Select((value, feature) => value / curvatures[feature])];

    /// <summary>Moves the weights along a direction; false where the objective falls no more.</summary>
    private bool Advance(double[] direction, double[] gradient, ref double objective)
    {
        for (int i = 0; i < _priced.Length; i++)
        {
            Check(i);
            _shift[_priced[i]] = _rows.Score(_priced[i], direction);
        }

        double slope = VectorKernels.Dot(_weights, direction), curvature = VectorKernels.SumOfSquares(direction);
        double descent = VectorKernels.Dot(gradient, direction);
        double step = 1;
        for (int halving = 0; halving < MostHalvings; halving++, step /= 2)
        {
            double next = Objective(step, slope, curvature);
            if (next <= objective + (Sufficient * step * descent) + (Rounding * Math.Abs(objective)))
            {
                bool falls = next < objective;
                VectorKernels.Axpy(step, direction, _weights);
                foreach (int row in _priced)
                {
                    _scores[row] += step * _shift[row];
                }

                objective = next;
                return falls;
            }
        }

        return false;
    }

    /// <summary>Ends the fit at some of the rows if it was cancelled.</summary>
    private void Check(int row)
    {
        if (row % CheckEvery == 0)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Ends the step, too, at some of the rows if the fit is out of time.</summary>
    private void CheckTime(int row)
    {
        if (row % CheckEvery == 0 && _context.ShouldStop())
        {
            throw new FitBudgetException("The time budget ended within a step; the weights are those before it.");
        }
    }
}
