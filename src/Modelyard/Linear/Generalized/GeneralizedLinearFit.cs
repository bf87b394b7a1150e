using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Fits generalised linear models by Newton's method, each of whose steps is a weighted least-squares fit, or by L-BFGS where features and rows are many.</summary>
/// <remarks>
/// Minimises <c>Σ weight · deviance / (2 Σ weight) + Alpha ‖w‖² / 2</c>. A step is halved until the objective falls (Armijo's rule) and every mean is in its range.
/// Source: McCullagh and Nelder (1989), Generalized Linear Models, section 2.5; Nocedal and Wright (2006), Numerical Optimization, chapter 3.
/// </remarks>
internal sealed partial class GeneralizedLinearFit
{
    private const int MostNewton = 2048;
    private const int MostHalvings = 60;
    private const double SufficientDecrease = 1e-4;

    // Curvatures below this share of the mean row's bound the working response, whose sums would lose their digits otherwise.
    private const double LeastCurvature = 1e-9;

    // A promised decrease below this share is made of rounding.
    private const double ArithmeticLimit = 1e-15;

    // A step that leaves so small a share of the decrease that was promised before it is one of the last.
    private const double Quick = 0.01;

    // The share of the tolerance down to which slower steps go on.
    private const double LeftOver = 1e-6;

    // The share of what the objective is a difference of that is its rounding.
    private const double Rounding = 1e-14;

    // Where so small a decrease is promised, the optimum is near.
    private const double Nearing = 1e-5;

    // Where so small a decrease is promised, a step that still moves a sum far goes on without end; nearer the end rounding would hold it back.
    private const double Looking = 1e-10;

    // Where a last step, worth nothing, still moves a row by this much, the optimum is infinitely far away.
    private const double Diverging = 0.1;

    private readonly Dataset _data;
    private readonly FitContext _context;
    private readonly TargetFamily _family;
    private readonly Settings _settings;
    private readonly GeneralizedLinearObjective _objective;
    private readonly FeatureProducts _products;
    private readonly double[] _coefficients;
    private readonly double[] _sums;
    private readonly double[] _step;
    private readonly double[] _trial;
    private double _intercept;

    private GeneralizedLinearFit(Dataset data, FitContext context, TargetFamily family, Settings settings)
    {
        _data = data;
        _context = context;
        _family = family;
        _settings = settings;
        _objective = new GeneralizedLinearObjective(data, family, context);
        _products = new FeatureProducts(data, context);
        _coefficients = new double[data.FeatureCount];
        _sums = new double[data.RowCount];
        _step = new double[data.RowCount];
        _trial = new double[data.RowCount];
    }

    internal static GeneralizedLinearModel Fit(Dataset data, FitContext context, TargetFamily family, Settings settings)
    {
        context.Checkpoint();
        return context.Within(() => new GeneralizedLinearFit(data, context, family, settings).Run());
    }

    private GeneralizedLinearModel Run()
    {
        CheckMean();
        double nullLoss = _objective.NullLoss(_trial);
        double loss = Start();
        if (nullLoss > 0)
        {
            loss = Math.Min(_data.FeatureCount, _data.RowCount) > MostNewton ? RunLbfgs() : RunNewton(loss, nullLoss);
        }

        double[] squares = _products.MeanSquares(centre: true);
        return new GeneralizedLinearModel(
            _data.Schema, _family.Link, _coefficients, _intercept, CoordinateDescent.Importances(_coefficients, squares), 2 * (loss - Penalty(_coefficients)), 2 * nullLoss);
    }

    /// <summary>Refuses a target all of which lies at the end of the range of the mean, where no finite sum leads.</summary>
    private void CheckMean()
    {
        double mean = _objective.TargetMean;
        bool atEnd = _family.IsShare ? mean is 0 or 1 : _family.Power >= 1 && mean == 0;
        if (atEnd)
        {
            throw new ModelyardException(
                $"Every value of the target '{_data.TargetName}' is '{mean}', which '{_settings.Estimator}' can only come near to. Give rows with other values, or take a BaselineRegressor.");
        }
    }

    private bool IsFree => _settings.Alpha == 0;

    private double Start()
    {
        _intercept = _settings.Intercept ? _objective.MeanSum : 0;
        Array.Fill(_sums, _intercept);
        double loss = _objective.Evaluate(_sums);
        if (double.IsFinite(loss))
        {
            return loss;
        }

        // Without an intercept sums of 0 may give means that are not allowed: the fit starts from others that are.
        double[] shares = new double[_sums.Length], wanted = new double[_sums.Length];
        for (int row = 0; row < wanted.Length; row++)
        {
            shares[row] = _objective.Share(row);
            wanted[row] = LinkCurve.Sum(_family.Link, 0.5 * (_objective.Target[row] + _objective.TargetMean));
        }

        double[] start = new PositiveSums(_products, shares, _context).Find(wanted)
            ?? throw new ModelyardException($"'{_settings.Estimator}' found no coefficients for which every mean is positive. Learn an intercept, or choose the link 'Log'.");
        start.CopyTo(_coefficients, 0);
        _products.Multiply(_coefficients, _sums);
        return _objective.Evaluate(_sums) + Penalty(_coefficients);
    }

    private double RunNewton(double loss, double nullLoss)
    {
        double floor = LeastCurvature * Math.Max(VectorKernels.Sum(_objective.Curvatures) / _data.RowCount, double.Epsilon);
        double last = double.PositiveInfinity;
        for (int iteration = 1; ; iteration++)
        {
            if (_context.ShouldStop() || Solve(floor, iteration) is not { } next)
            {
                WarnOutOfTime();
                return loss;
            }

            double decrement = Direct(next, out double farthest);
            _objective.IsNear |= decrement <= Nearing * nullLoss;

            double length = Search(next, ref loss, -decrement);
            _context.Report(iteration, _settings.MaxIterations);
            if (IsSeparated())
            {
                WarnSeparable("parts the rows of 0 from those of 1");
                return loss;
            }

            bool isDiverging = IsFree && length == 1 && farthest > Diverging && decrement <= Looking * nullLoss;
            bool isLittle = decrement <= Math.Max(_settings.Tolerance, ArithmeticLimit) * nullLoss;
            if (length == 0 || isDiverging || (isLittle && IsEnd(decrement, last, nullLoss)))
            {
                WarnOfEnd(length, decrement, nullLoss, farthest);
                return loss;
            }

            if (iteration >= _settings.MaxIterations)
            {
                if (!isLittle && !WarnedOfRange())
                {
                    WarnNotConverged();
                }

                return loss;
            }

            last = decrement;
        }
    }

    /// <summary>Tells whether so little promised decrease is the end: steps by expected curvatures each leave a like share of the error, of which much is still to come.</summary>
    private bool IsEnd(double decrement, double last, double nullLoss) =>
        decrement < Quick * last || decrement >= last || decrement <= LeftOver * Math.Max(_settings.Tolerance, ArithmeticLimit) * nullLoss;

    /// <summary>Solves the problem of one step; null if the time ended amid it and there is a step already.</summary>
    private LinearModel? Solve(double floor, int iteration)
    {
        try
        {
            return SolveWorking(floor);
        }
        catch (FitBudgetException) when (iteration > 1)
        {
            return null;
        }
    }

    /// <summary>Solves the least-squares problem of one step: the working response, each row by its curvature.</summary>
    private LinearModel SolveWorking(double floor)
    {
        double[] response = new double[_data.RowCount], weights = new double[_data.RowCount];
        for (int row = 0; row < response.Length; row++)
        {
            double curvature = Math.Max(_objective.Curvatures[row], floor);
            response[row] = _sums[row] - (_objective.Slopes[row] / curvature);
            weights[row] = _objective.Share(row) * curvature;
        }

        return _products.SolveLeastSquares(response, weights, _settings.Alpha, _settings.Intercept);
    }

    /// <summary>Computes how the sums change on the way to other coefficients.</summary>
    /// <returns>The decrease of the objective that its slope promises.</returns>
    private double Direct(LinearModel next, out double farthest)
    {
        _products.Multiply(next.Coefficients.ToArray(), _step);
        double slope = 0;
        farthest = 0;
        for (int row = 0; row < _step.Length; row++)
        {
            _step[row] += next.Intercept - _sums[row];
            slope += _objective.Share(row) * _objective.Slopes[row] * _step[row];
            farthest = Math.Max(farthest, _objective.Share(row) == 0 ? 0 : Math.Abs(_step[row]));
        }

        for (int j = 0; j < _coefficients.Length; j++)
        {
            slope += _settings.Alpha * _coefficients[j] * (next.Coefficients[j] - _coefficients[j]);
        }

        return Math.Max(0, -slope);
    }

    /// <summary>Goes as far as the objective falls.</summary>
    /// <returns>The share of the step that was taken; 0 if none lowers the objective.</returns>
    private double Search(LinearModel next, ref double loss, double slope)
    {
        double[] coefficients = new double[_coefficients.Length];
        double length = 1;
        for (int halving = 0; halving < MostHalvings; halving++, length /= 2)
        {
            for (int row = 0; row < _trial.Length; row++)
            {
                _trial[row] = _sums[row] + (length * _step[row]);
            }

            for (int j = 0; j < coefficients.Length; j++)
            {
                coefficients[j] = length == 1 ? next.Coefficients[j] : _coefficients[j] + (length * (next.Coefficients[j] - _coefficients[j]));
            }

            double found = _objective.Evaluate(_trial) + Penalty(coefficients);
            if (found <= loss + (SufficientDecrease * length * slope) + (Rounding * _objective.Magnitude))
            {
                coefficients.CopyTo(_coefficients, 0);
                _trial.CopyTo(_sums, 0);
                _intercept = length == 1 ? next.Intercept : _intercept + (length * (next.Intercept - _intercept));
                loss = found;
                return length;
            }
        }

        _objective.Evaluate(_sums);
        return 0;
    }

    private double Penalty(ReadOnlySpan<double> coefficients) => 0.5 * _settings.Alpha * VectorKernels.SumOfSquares(coefficients);

    private double RunLbfgs()
    {
        int features = _data.FeatureCount;
        double[] roots = Array.ConvertAll(_products.MeanSquares(centre: false), square => square > 0 ? Math.Sqrt(square) : 1);
        double[] point = new double[features + (_settings.Intercept ? 1 : 0)], slopes = new double[features];
        if (_settings.Intercept)
        {
            point[features] = _intercept;
        }

        double Evaluate(ReadOnlySpan<double> scaled, Span<double> gradient)
        {
            Unscale(scaled, roots);
            _products.Multiply(_coefficients, _sums);
            for (int row = 0; row < _sums.Length; row++)
            {
                _sums[row] += _intercept;
            }

            double loss = _objective.Evaluate(_sums) + Penalty(_coefficients);
            double total = 0;
            for (int row = 0; row < _trial.Length; row++)
            {
                total += _trial[row] = _objective.Share(row) * _objective.Slopes[row];
            }

            _products.MultiplyTransposed(_trial, slopes);
            for (int j = 0; j < features; j++)
            {
                gradient[j] = (slopes[j] + (_settings.Alpha * _coefficients[j])) / roots[j];
            }

            if (_settings.Intercept)
            {
                gradient[features] = total;
            }

            return loss;
        }

        int step = 0;
        var solver = new Lbfgs { MaximumIterations = 20 * _settings.MaxIterations, GradientTolerance = 0.1 * Math.Sqrt(_settings.Tolerance), ValueTolerance = 0 };
        MinimizationResult result = solver.Minimize(
            Evaluate,
            point,
            default,
            () =>
            {
                _context.Report(step++, solver.MaximumIterations);
                return _context.ShouldStop();
            },
            _context.Cancellation);
        Unscale(point, roots);
        if (_context.OutOfTime)
        {
            WarnOutOfTime();
        }
        else if (!result.Converged)
        {
            WarnNotConverged();
        }

        return result.Value;
    }

    private void Unscale(ReadOnlySpan<double> scaled, double[] roots)
    {
        for (int j = 0; j < roots.Length; j++)
        {
            _coefficients[j] = scaled[j] / roots[j];
        }

        _intercept = _settings.Intercept ? scaled[roots.Length] : 0;
    }

    /// <summary>Represents what an estimator asks for.</summary>
    internal readonly record struct Settings(double Alpha, bool Intercept, int MaxIterations, double Tolerance, string Estimator);
}
