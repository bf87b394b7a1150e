namespace Modelyard.Numerics.Minimization;

/// <summary>Finds a step along a direction that satisfies the strong Wolfe conditions.</summary>
/// <remarks>
/// The step is bracketed, then the bracket shrinks by cubic interpolation. Source: Nocedal and Wright (2006), Numerical Optimization,
/// 2nd edition, algorithms 3.5 and 3.6, with the constants 1e-4 and 0.9. Where the decrease that is looked for drowns in the rounding of the value, the slope alone decides:
/// Hager and Zhang (2005), SIAM Journal on Optimization 16(1), section 2 (the approximate Wolfe conditions).
/// </remarks>
internal ref struct WolfeSearch
{
    private const double Decrease = 1e-4;
    private const double Curvature = 0.9;
    private const int MostTrials = 30;

    // What the values of a sum over many rows differ by for rounding alone, as a share of the value.
    private const double Rounding = 1e-14;

    private readonly ObjectiveFunction _function;
    private readonly ReadOnlySpan<double> _origin;
    private readonly ReadOnlySpan<double> _direction;
    private readonly Span<double> _point;
    private readonly Span<double> _gradient;
    private readonly double _value;
    private readonly double _slope;

    /// <summary>Initializes a search from a point along a direction.</summary>
    public WolfeSearch(
        ObjectiveFunction function, ReadOnlySpan<double> origin, ReadOnlySpan<double> direction, Span<double> point, Span<double> gradient, double value, double slope)
    {
        _function = function;
        _origin = origin;
        _direction = direction;
        _point = point;
        _gradient = gradient;
        _value = value;
        _slope = slope;
    }

    /// <summary>Gets the number of evaluations.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Searches; the point and its gradient are left where they were given.</summary>
    /// <param name="first">The step to try first.</param>
    /// <param name="found">Receives the value at the point.</param>
    /// <returns>Whether a point was found whose value is lower, or no different but for rounding while the slope is flatter.</returns>
    public bool TrySearch(double first, out double found)
    {
        var low = new Trial(0, _value, _slope);
        double step = first;
        for (int i = 0; i < MostTrials; i++)
        {
            Trial trial = Evaluate(step);
            if (!double.IsFinite(trial.Value))
            {
                step = 0.5 * (low.Step + step);
                continue;
            }

            if (IsFlatter(trial))
            {
                found = trial.Value;
                return true;
            }

            if (trial.Value > _value + (Decrease * step * _slope) || (low.Step > 0 && trial.Value >= low.Value))
            {
                return Zoom(low, trial, out found);
            }

            if (Math.Abs(trial.Slope) <= -Curvature * _slope)
            {
                found = trial.Value;
                return true;
            }

            if (trial.Slope >= 0)
            {
                return Zoom(trial, low, out found);
            }

            double next = Minimum(low, trial);
            low = trial;
            step = double.IsFinite(next) && next > trial.Step ? Math.Clamp(next, 1.5 * trial.Step, 10 * trial.Step) : 2 * trial.Step;
        }

        return Accept(low, out found);
    }

    private bool Zoom(Trial low, Trial high, out double found)
    {
        for (int i = 0; i < MostTrials; i++)
        {
            double width = high.Step - low.Step;
            if (Math.Abs(width) <= 1e-14 * Math.Max(low.Step, high.Step))
            {
                break;
            }

            double step = Minimum(low, high);
            double margin = 0.1 * Math.Abs(width);
            double least = Math.Min(low.Step, high.Step) + margin, most = Math.Max(low.Step, high.Step) - margin;
            step = double.IsFinite(step) ? Math.Clamp(step, least, most) : low.Step + (0.5 * width);
            Trial trial = Evaluate(step);
            if (IsFlatter(trial))
            {
                found = trial.Value;
                return true;
            }

            if (!(trial.Value <= _value + (Decrease * step * _slope)) || trial.Value >= low.Value)
            {
                high = trial;
                continue;
            }

            if (Math.Abs(trial.Slope) <= -Curvature * _slope)
            {
                found = trial.Value;
                return true;
            }

            if (trial.Slope * width >= 0)
            {
                high = low;
            }

            low = trial;
        }

        return Accept(low, out found);
    }

    /// <summary>Tells whether the value cannot say if the trial is lower, and the slope says that it is nearer the minimum.</summary>
    private bool IsFlatter(Trial trial) =>
        -trial.Step * _slope <= Rounding * Math.Abs(_value) && Math.Abs(trial.Value - _value) <= Rounding * Math.Abs(_value) && Math.Abs(trial.Slope) <= -Curvature * _slope;

    private bool Accept(Trial trial, out double found)
    {
        found = _value;
        if (trial.Step == 0 || !(trial.Value < _value))
        {
            return false;
        }

        found = Evaluate(trial.Step).Value;
        return true;
    }

    private Trial Evaluate(double step)
    {
        for (int i = 0; i < _point.Length; i++)
        {
            _point[i] = _origin[i] + (step * _direction[i]);
        }

        Evaluations++;
        double value = _function(_point, _gradient);
        return new Trial(step, value, VectorKernels.Dot(_gradient, _direction));
    }

    private static double Minimum(Trial a, Trial b)
    {
        double d1 = a.Slope + b.Slope - (3 * (a.Value - b.Value) / (a.Step - b.Step));
        double d2 = Math.Sign(b.Step - a.Step) * Math.Sqrt((d1 * d1) - (a.Slope * b.Slope));
        return b.Step - ((b.Step - a.Step) * (b.Slope + d2 - d1) / (b.Slope - a.Slope + (2 * d2)));
    }

    private readonly record struct Trial(double Step, double Value, double Slope);
}
