using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Minimises the logistic objective with an absolute penalty by Newton's method: each step is a least-squares problem with that penalty.</summary>
/// <remarks>
/// The curvature at a point makes the loss a bowl; its minimum with the penalty is found by <see cref="CoordinateDescent"/>, and the way there is gone as far as the objective falls. The intercepts,
/// which are not penalised, follow the coefficients. A dozen steps give the digits for which a method of first derivatives takes thousands.
/// Sources: Friedman, Hastie and Tibshirani (2010), Journal of Statistical Software 33(1), section 3; Lee, Sun and Saunders (2014), Proximal Newton-Type Methods, SIAM Journal on Optimization 24(3).
/// </remarks>
internal sealed class LogisticNewton
{
    private const double MostWork = 4e9;
    private const int RowsPerParameter = 20;
    private const int MostSweeps = 1000;
    private const int MostHalvings = 30;
    private const double SufficientDecrease = 1e-4;
    private const double Rounding = 1e-14;

    private readonly LogisticObjective _objective;
    private readonly double _l1;
    private readonly FitContext _context;
    private readonly double[] _point;
    private readonly double[] _gradient;
    private readonly int _penalised;

    internal LogisticNewton(LogisticObjective objective, double l1, FitContext context)
    {
        _objective = objective;
        _l1 = l1;
        _context = context;
        _point = objective.Parameters;
        _gradient = new double[_point.Length];
        _penalised = objective.HasIntercept ? _point.Length - objective.Scores : _point.Length;
    }

    /// <summary>Minimises from the parameters of the objective on.</summary>
    /// <param name="roots">The scales of the variables.</param>
    /// <param name="steps">The greatest number of steps.</param>
    /// <param name="tolerance">The greatest derivative, in scaled variables, at which the minimum counts as found.</param>
    /// <returns>Whether the minimum was found.</returns>
    internal bool TryMinimise(double[] roots, int steps, double tolerance)
    {
        double value = _objective.Evaluate(_point, _gradient) + Penalty(_point);
        for (int step = 0; ; step++)
        {
            if (Steepest(roots) <= tolerance)
            {
                return true;
            }

            if (step >= steps || _context.ShouldStop())
            {
                return false;
            }

            double[] direction = Direction();
            if (!TryAdvance(direction, ref value))
            {
                // Where nothing falls any more, this is the minimum as far as the arithmetic can tell.
                return step > 0;
            }

            _context.Report(step, steps);
        }
    }

    private double Penalty(ReadOnlySpan<double> point)
    {
        double sum = 0;
        foreach (double element in point[.._penalised])
        {
            sum += Math.Abs(element);
        }

        return _l1 * sum;
    }

    /// <summary>Computes the largest derivative; that of a coefficient of 0 counts as far as it exceeds the penalty.</summary>
    private double Steepest(double[] roots)
    {
        double steepest = 0;
        for (int i = 0; i < _point.Length; i++)
        {
            double slope = i >= _penalised ? Math.Abs(_gradient[i])
                : _point[i] == 0 ? Math.Max(0, Math.Abs(_gradient[i]) - _l1)
                : Math.Abs(_gradient[i] + Math.CopySign(_l1, _point[i]));
            steepest = Math.Max(steepest, slope / roots[i]);
        }

        return steepest;
    }

    /// <summary>Computes the way to the minimum of the bowl with the penalty.</summary>
    private double[] Direction()
    {
        _objective.Spread(_point);
        long every = Math.Max(1, Math.Min((long)(_objective.RowCount * (double)_point.Length * _point.Length / MostWork), _objective.RowCount / (RowsPerParameter * (long)_point.Length)));
        Matrix curvature = _objective.Curvature(every, holdsCoefficients: false);
        int free = _point.Length - _penalised;
        var own = new Matrix(free, free);
        for (int i = 0; i < free; i++)
        {
            curvature.Row(_penalised + i)[_penalised..].CopyTo(own.Row(i));
        }

        double[] direction = new double[_point.Length];
        Cholesky? factor = null;
        if (free > 0 && !Cholesky.TryOf(own, out factor))
        {
            return direction;
        }

        // Each intercept goes where its own derivative vanishes, given the coefficients; what that makes of their curvature and derivatives remains.
        var coupled = new Matrix(free, _penalised);
        for (int i = 0; i < free; i++)
        {
            curvature.Row(_penalised + i)[.._penalised].CopyTo(coupled.Row(i));
        }

        double[] slopes = _gradient[.._penalised], shifts = _gradient[_penalised..];
        Matrix reduced = Reduce(curvature, coupled, factor, slopes, shifts);
        double[] next = Solve(reduced, slopes);
        for (int j = 0; j < _penalised; j++)
        {
            direction[j] = next[j] - _point[j];
        }

        for (int i = 0; i < free; i++)
        {
            direction[_penalised + i] = -_gradient[_penalised + i] - VectorKernels.Dot(coupled.Row(i), direction.AsSpan(0, _penalised));
        }

        factor?.Solve(direction.AsSpan(_penalised));
        return direction;
    }

    /// <summary>Takes from the curvature and the derivatives of the coefficients what the intercepts take up.</summary>
    private Matrix Reduce(Matrix curvature, Matrix coupled, Cholesky? factor, double[] slopes, double[] shifts)
    {
        var reduced = new Matrix(_penalised, _penalised);
        for (int j = 0; j < _penalised; j++)
        {
            curvature.Row(j)[.._penalised].CopyTo(reduced.Row(j));
        }

        if (factor is null)
        {
            return reduced;
        }

        Matrix solved = coupled.Copy();
        factor.Solve(solved);
        factor.Solve(shifts);
        for (int i = 0; i < coupled.Rows; i++)
        {
            VectorKernels.Axpy(-shifts[i], coupled.Row(i), slopes);
            for (int j = 0; j < _penalised; j++)
            {
                VectorKernels.Axpy(-coupled[i, j], solved.Row(i), reduced.Row(j));
            }
        }

        return reduced;
    }

    /// <summary>Minimises the bowl with the penalty, from the coefficients on.</summary>
    private double[] Solve(Matrix reduced, double[] slopes)
    {
        double[] next = _point[.._penalised], target = new double[_penalised];
        for (int j = 0; j < _penalised; j++)
        {
            target[j] = VectorKernels.Dot(reduced.Row(j), next) - slopes[j];
        }

        var view = new GramView(reduced, target, targetSquares: 0);
        for (int j = 0; j < _penalised; j++)
        {
            view.Shift(j, next[j]);
        }

        CoordinateDescent.Minimise(view, _l1, 0, next, tolerance: 0, MostSweeps, _context with { Progress = null });
        return next;
    }

    /// <summary>Goes as far as the objective falls.</summary>
    private bool TryAdvance(double[] direction, ref double value)
    {
        double[] trial = new double[_point.Length], gradient = new double[_point.Length];
        direction.CopyTo(trial, 0);
        VectorKernels.Axpy(1, _point, trial);
        double slope = VectorKernels.Dot(_gradient, direction) + Penalty(trial) - Penalty(_point);
        double length = 1;
        for (int halving = 0; halving < MostHalvings; halving++, length /= 2)
        {
            for (int i = 0; i < trial.Length; i++)
            {
                trial[i] = _point[i] + (length * direction[i]);
            }

            double found = _objective.Evaluate(trial, gradient) + Penalty(trial);
            if (found <= value + (SufficientDecrease * length * slope) + (Rounding * Math.Abs(value)))
            {
                trial.CopyTo(_point, 0);
                gradient.CopyTo(_gradient, 0);
                value = found;
                return true;
            }
        }

        return false;
    }
}
