using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Moves all coefficients that are not 0 at once to the minimum of a least-squares objective with an L1 and an L2 penalty, as far as their signs hold.</summary>
/// <remarks>
/// While no sign changes the objective is a bowl, whose minimum is the solution of one system of equations. The way there ends where a coefficient becomes 0; that one is left out and
/// the way goes on. Where features depend on one another the way is the direction in which only the L1 penalty changes. Coordinate descent alone needs thousands of sweeps for the same digits.
/// Source: Lee, Battle, Raina and Ng (2007), Efficient Sparse Coding Algorithms, NIPS 19, section 3 (feature-sign search).
/// </remarks>
internal sealed class SignedDescent
{
    private const int MostCoefficients = 1024;
    private const double MostWork = 1e9;

    // Pivots of features scaled to size 1: below this a feature is told from those before it by rounding alone.
    private const double Dependent = 1e-11;

    private readonly ILeastSquaresView _view;
    private readonly double _l1;
    private readonly double _l2;
    private readonly double[] _coefficients;
    private readonly CancellationToken _cancellation;
    private readonly double[] _direction;
    private int[] _set = [];
    private Matrix _products = new(0, 0);
    private double[] _scales = [];

    internal SignedDescent(ILeastSquaresView view, double l1, double l2, double[] coefficients, CancellationToken cancellation)
    {
        _view = view;
        _l1 = l1;
        _l2 = l2;
        _coefficients = coefficients;
        _cancellation = cancellation;
        _direction = new double[Math.Min(coefficients.Length, MostCoefficients)];
    }

    /// <summary>Moves the coefficients.</summary>
    /// <param name="features">The features whose coefficients may be other than 0.</param>
    /// <returns>True if they are at the minimum for their signs; false if they are too many, or there was too much to leave out.</returns>
    internal bool TryMove(ReadOnlySpan<int> features)
    {
        int count = 0;
        foreach (int feature in features)
        {
            count += _coefficients[feature] != 0 ? 1 : 0;
        }

        if (count == 0 || count > MostCoefficients)
        {
            return count == 0;
        }

        _set = new int[count];
        count = 0;
        foreach (int feature in features)
        {
            if (_coefficients[feature] != 0)
            {
                _set[count++] = feature;
            }
        }

        if (!TryTakeProducts())
        {
            return false;
        }

        double work = 0;
        while (_set.Length > 0 && work <= MostWork)
        {
            work += Math.Pow(_set.Length, 3) / 3;
            if (!TryStep(out bool arrived))
            {
                return false;
            }

            if (arrived)
            {
                return true;
            }
        }

        return _set.Length == 0;
    }

    /// <summary>Takes the products of the features, scaled to size 1, the L2 penalty with them.</summary>
    private bool TryTakeProducts()
    {
        int count = _set.Length;
        _scales = new double[count];
        _products = new Matrix(count, count);
        if (!_view.TryProducts(_set, _products, _cancellation))
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            _products[i, i] += _l2;
            _scales[i] = 1 / Math.Sqrt(_products[i, i]);
        }

        for (int i = 0; i < count; i++)
        {
            VectorKernels.Scale(_scales[i], _products.Row(i));
            VectorKernels.Multiply(_scales, _products.Row(i));
        }

        return true;
    }

    /// <summary>Goes to the minimum, or to where the first coefficient becomes 0.</summary>
    /// <param name="arrived">Receives whether this is the minimum.</param>
    /// <returns>False if there is no way on.</returns>
    private bool TryStep(out bool arrived)
    {
        arrived = false;
        int count = _set.Length;
        var lower = new Matrix(count, count);
        int dependent = Factor(lower);
        Span<double> direction = _direction.AsSpan(0, count);
        if (dependent >= 0)
        {
            Neutral(lower, dependent, direction);
            return TryAdvance(direction, double.PositiveInfinity, out arrived);
        }

        Newton(lower, direction);
        if (!TryAdvance(direction, 1, out arrived))
        {
            return false;
        }

        if (arrived)
        {
            // Once more, for the digits that the equations lost to rounding.
            Newton(lower, direction);
            arrived = TryAdvance(direction, 1, out bool again) && again;
        }

        return true;
    }

    /// <summary>Factorises the products into a triangle and its transpose, row by row.</summary>
    /// <returns>The first feature that depends on those before it; −1 if none does.</returns>
    private int Factor(Matrix lower)
    {
        for (int i = 0; i < lower.Rows; i++)
        {
            _cancellation.ThrowIfCancellationRequested();
            Span<double> row = lower.Row(i);
            for (int j = 0; j < i; j++)
            {
                row[j] = (_products[i, j] - VectorKernels.Dot(row[..j], lower.Row(j)[..j])) / lower[j, j];
            }

            double pivot = _products[i, i] - VectorKernels.SumOfSquares(row[..i]);
            if (pivot < Dependent)
            {
                return i;
            }

            row[i] = Math.Sqrt(pivot);
        }

        return -1;
    }

    /// <summary>Computes the way to the minimum.</summary>
    private void Newton(Matrix lower, Span<double> direction)
    {
        for (int i = 0; i < direction.Length; i++)
        {
            direction[i] = -Slope(i) * _scales[i];
        }

        TriangularSolve.InPlace(lower, upper: false, transpose: false, direction);
        TriangularSolve.InPlace(lower, upper: false, transpose: true, direction);
        VectorKernels.Multiply(_scales, direction);
    }

    /// <summary>Computes the direction in which a feature and those before it, on which it depends, leave the predictions as they are and the objective falls.</summary>
    private void Neutral(Matrix lower, int dependent, Span<double> direction)
    {
        direction.Clear();
        Span<double> before = direction[..dependent];
        lower.Row(dependent)[..dependent].CopyTo(before);
        var known = new Matrix(dependent, dependent);
        for (int i = 0; i < dependent; i++)
        {
            lower.Row(i)[..dependent].CopyTo(known.Row(i));
        }

        TriangularSolve.InPlace(known, upper: false, transpose: true, before);
        VectorKernels.Scale(-1, before);
        direction[dependent] = 1;
        VectorKernels.Multiply(_scales, direction);
        double slope = 0;
        for (int i = 0; i <= dependent; i++)
        {
            slope += direction[i] * Slope(i);
        }

        if (slope > 0)
        {
            VectorKernels.Scale(-1, direction);
        }
    }

    private double Slope(int place)
    {
        double coefficient = _coefficients[_set[place]];
        return (_l2 * coefficient) + Math.CopySign(_l1, coefficient) - _view.ResidualProduct(_set[place]);
    }

    /// <summary>Goes a way, but not past the place where a coefficient becomes 0, which is then left out.</summary>
    /// <returns>False if the way has no end.</returns>
    private bool TryAdvance(ReadOnlySpan<double> direction, double most, out bool arrived)
    {
        int first = -1;
        double step = most;
        for (int i = 0; i < direction.Length; i++)
        {
            double zero = -_coefficients[_set[i]] / direction[i];
            if (zero >= 0 && zero < step)
            {
                (first, step) = (i, zero);
            }
        }

        arrived = first < 0;
        if (!double.IsFinite(step))
        {
            return false;
        }

        for (int i = 0; i < direction.Length; i++)
        {
            int feature = _set[i];
            double change = i == first ? -_coefficients[feature] : step * direction[i];
            if (change != 0)
            {
                _coefficients[feature] = i == first ? 0 : _coefficients[feature] + change;
                _view.Shift(feature, change);
            }
        }

        if (first >= 0)
        {
            LeaveOut(first);
        }

        return true;
    }

    private void LeaveOut(int place)
    {
        int[] kept = [.. Enumerable.Range(0, _set.Length).Where(i => i != place)];
        var products = new Matrix(kept.Length, kept.Length);
        for (int i = 0; i < kept.Length; i++)
        {
            for (int j = 0; j < kept.Length; j++)
            {
                products[i, j] = _products[kept[i], kept[j]];
            }
        }

        _products = products;
        _scales = Array.ConvertAll(kept, i => _scales[i]);
        _set = Array.ConvertAll(kept, i => _set[i]);
    }
}
