namespace Modelyard.Preparation;

/// <summary>Represents the B-splines over the knots of one feature.</summary>
/// <remarks>Source: de Boor (1978), A Practical Guide to Splines, chapter X: each spline from two of one degree less.</remarks>
internal sealed class SplineBasis
{
    private const int MostDegree = 10;

    private readonly int _degree;
    private readonly SplineExtrapolation _extrapolation;
    private readonly double _low, _high;
    private readonly double[] _lowValues, _lowSlopes, _highValues, _highSlopes;

    /// <summary>Initializes the splines.</summary>
    /// <param name="knots">The knots in ascending order, with as many beyond each end as the degree.</param>
    /// <param name="degree">The degree, from 1 to 10.</param>
    /// <param name="extrapolation">How they go on beyond the ends.</param>
    internal SplineBasis(double[] knots, int degree, SplineExtrapolation extrapolation)
    {
        Knots = knots;
        _degree = degree;
        _extrapolation = extrapolation;
        (_low, _high) = (knots[degree], knots[^(degree + 1)]);
        (_lowValues, _lowSlopes) = At(_low);
        (_highValues, _highSlopes) = At(_high);
    }

    /// <summary>Gets the knots.</summary>
    internal double[] Knots { get; }

    /// <summary>Gets the number of splines.</summary>
    internal int Count => Knots.Length - _degree - 1;

    /// <summary>Computes the height of each spline.</summary>
    internal void Evaluate(double x, Span<double> result)
    {
        if (_extrapolation != SplineExtrapolation.Continue && !(x >= _low && x <= _high))
        {
            bool isBelow = x < _low;
            double beyond = _extrapolation == SplineExtrapolation.Linear ? x - (isBelow ? _low : _high) : 0;
            double[] values = isBelow ? _lowValues : _highValues, slopes = isBelow ? _lowSlopes : _highSlopes;
            for (int i = 0; i < result.Length; i++)
            {
                result[i] = beyond == 0 ? values[i] : values[i] + (beyond * slopes[i]);
            }

            return;
        }

        result.Clear();
        int interval = Interval(x);
        Rise(x, interval, _degree, result[(interval - _degree)..]);
    }

    private (double[] Values, double[] Slopes) At(double x)
    {
        double[] values = new double[Count], slopes = new double[Count];
        int interval = Interval(x);
        Rise(x, interval, _degree, values.AsSpan(interval - _degree));

        // The slope of a spline comes from the two of one degree less that it is made of.
        double[] lower = new double[_degree];
        Rise(x, interval, _degree - 1, lower);
        for (int j = 0; j < _degree; j++)
        {
            int first = interval - _degree + 1 + j;
            double width = Knots[first + _degree] - Knots[first];
            double share = width > 0 ? _degree * lower[j] / width : 0;
            slopes[first] += share;
            slopes[first - 1] -= share;
        }

        return (values, slopes);
    }

    /// <summary>Finds the knot at or before a place, within the range.</summary>
    private int Interval(double x)
    {
        int low = _degree, high = Count;
        while (high - low > 1)
        {
            int middle = (low + high) >>> 1;
            (low, high) = Knots[middle] <= x ? (middle, high) : (low, middle);
        }

        // Between equal knots there is nothing; the last stretch of some width before them counts.
        while (low > _degree && !(Knots[low + 1] > Knots[low]))
        {
            low--;
        }

        return low;
    }

    /// <summary>Computes the splines of a degree that are not 0 in an interval, in place: of each degree from those of one less.</summary>
    private void Rise(double x, int interval, int degree, Span<double> result)
    {
        Span<double> left = stackalloc double[MostDegree + 1], right = stackalloc double[MostDegree + 1];
        result[0] = 1;
        for (int order = 1; order <= degree; order++)
        {
            left[order] = x - Knots[interval + 1 - order];
            right[order] = Knots[interval + order] - x;
            double saved = 0;
            for (int i = 0; i < order; i++)
            {
                double width = right[i + 1] + left[order - i];
                double share = width != 0 ? result[i] / width : 0;
                result[i] = saved + (right[i + 1] * share);
                saved = left[order - i] * share;
            }

            result[order] = saved;
        }
    }
}
