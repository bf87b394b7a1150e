using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <content>Goes on where the scale became 0 before the coefficients were found.</content>
internal sealed partial class HuberFit
{
    // From the mean residual down to where nothing but rounding would change.
    private const double FirstShare = 1;
    private const double LeastShare = 1e-10;
    private const double Narrowing = 0.1;

    private bool _isScaleFixed;

    /// <summary>Minimises the objective by the coefficients at scales that are fixed, each a tenth of that before.</summary>
    /// <remarks>The least objective at a scale is a convex function of the scale: where it falls with it, the best scale lies between this one and the one before.</remarks>
    /// <returns>True if there is a scale from which the fit can go on; false if the best is 0, or the time ended, which the user was told.</returns>
    private bool NarrowScale(ref double value)
    {
        double unit = 0, total = 0;
        for (int row = 0; row < _predictions.Length; row++)
        {
            double weight = _data.HasWeights ? _data.Weights[row] : 1;
            unit += weight * Math.Abs(_objective.Residuals[row]);
            total += weight;
        }

        unit /= total;
        _isScaleFixed = true;
        _point[Features + 1] = FirstShare * unit;
        for (double share = FirstShare; ; share *= Narrowing)
        {
            value = Evaluate(_point, _predictions);
            if (!MinimiseAtScale(ref value))
            {
                WarnOutOfTime();
                return false;
            }

            if (_gradient[Features + 1] < 0)
            {
                _isScaleFixed = false;
                return true;
            }

            if (share * Narrowing < LeastShare)
            {
                break;
            }

            if (!FollowTo(share * Narrowing * unit))
            {
                WarnOutOfTime();
                return false;
            }
        }

        _point[Features + 1] = 0;
        _context.Warn($"The scale of '{nameof(HuberRegression)}' is 0 although the rows are not met: for so many features in so few rows Epsilon is too small, and the coefficients are those of least absolute residuals. Raise Epsilon for others.");
        return false;
    }

    /// <summary>Takes Newton's steps until the objective no longer falls.</summary>
    /// <returns>False if the time ended.</returns>
    private bool MinimiseAtScale(ref double value)
    {
        for (int iteration = 0; iteration < _settings.MaxIterations; iteration++)
        {
            if (NextStep() is not { } step)
            {
                return false;
            }

            double promised = -VectorKernels.Dot(step, _gradient);
            double length = Search(step, ref value, promised);
            if (length == 0 || (length == 1 && promised <= _settings.Tolerance * value))
            {
                break;
            }
        }

        return true;
    }

    /// <summary>Follows the minimum to a smaller scale: as long as the same rows are within their bounds, their residuals shrink as the scale does.</summary>
    /// <returns>False if the time ended.</returns>
    private bool FollowTo(double scale)
    {
        Evaluate(_point, _predictions);
        for (int row = 0; row < _objective.Slopes.Length; row++)
        {
            _objective.Slopes[row] = _objective.Inner[row] > 0 ? _objective.Slopes[row] : 0;
        }

        FillGradient(alpha: 0);
        try
        {
            double[] step = _context.WithinTime(Direction);
            VectorKernels.Axpy(1 - (scale / _point[Features + 1]), step, _point);
            _point[Features + 1] = scale;
            return true;
        }
        catch (FitBudgetException)
        {
            return false;
        }
    }
}
