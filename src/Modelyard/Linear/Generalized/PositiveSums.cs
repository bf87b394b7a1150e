using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Finds coefficients that give every row a sum above 0, where there is no intercept that could.</summary>
/// <remarks>
/// Minimises <c>Σ exp(−sum)</c> by Newton's method until every sum is above 0: if there are such coefficients, multiples of them bring it as near to 0 as one likes.
/// Source: Boyd and Vandenberghe (2004), Convex Optimization, section 11.4.
/// </remarks>
internal sealed class PositiveSums
{
    private const int MostSteps = 200;
    private const int MostHalvings = 40;

    // A promised decrease below this share of the loss says that a minimum is reached, and so that no coefficients would do.
    private const double Reached = 1e-10;

    private readonly FeatureProducts _products;
    private readonly FitContext _context;
    private readonly double[] _shares;
    private readonly double[] _sums;
    private readonly double[] _trial;

    /// <summary>Prepares the search.</summary>
    /// <param name="products">The features.</param>
    /// <param name="shares">The share of each row in the weight of all; a row of share 0 may have any sum.</param>
    /// <param name="context">What surrounds the fit.</param>
    internal PositiveSums(FeatureProducts products, double[] shares, FitContext context)
    {
        _products = products;
        _context = context;
        _shares = shares;
        _sums = new double[shares.Length];
        _trial = new double[shares.Length];
    }

    /// <summary>Finds the coefficients.</summary>
    /// <param name="wanted">The sums that the rows had best, all above 0: where a least-squares fit to them will do, it is taken.</param>
    /// <returns>The coefficients, of the size that gives the sums the mean of those wanted; null if there are none.</returns>
    internal double[]? Find(double[] wanted)
    {
        double[] coefficients = [.. Solve(wanted, _shares)];
        _products.Multiply(coefficients, _sums);
        if (IsPositive(_sums))
        {
            return coefficients;
        }

        Array.Clear(coefficients);
        Array.Clear(_sums);
        double loss = Loss(_sums);
        for (int step = 0; step < MostSteps && !IsPositive(_sums); step++)
        {
            _context.Checkpoint();
            if (!Advance(coefficients, ref loss))
            {
                return null;
            }
        }

        return IsPositive(_sums) ? Scaled(coefficients, wanted) : null;
    }

    /// <summary>Makes one step of Newton's method.</summary>
    /// <returns>Whether the loss fell.</returns>
    private bool Advance(double[] coefficients, ref double loss)
    {
        double[] response = new double[_sums.Length], weights = new double[_sums.Length];
        for (int row = 0; row < response.Length; row++)
        {
            response[row] = _sums[row] + 1;
            weights[row] = _shares[row] * Math.Exp(-_sums[row]);
        }

        double[] next = [.. Solve(response, weights)];
        _products.Multiply(next, _trial);
        double promised = 0;
        for (int row = 0; row < _trial.Length; row++)
        {
            promised += weights[row] * (_trial[row] - _sums[row]);
        }

        if (!(promised > Reached * loss))
        {
            return false;
        }

        double[] target = [.. _trial];
        double length = 1;
        for (int halving = 0; halving < MostHalvings; halving++, length /= 2)
        {
            for (int row = 0; row < _trial.Length; row++)
            {
                _trial[row] = _sums[row] + (length * (target[row] - _sums[row]));
            }

            double found = Loss(_trial);
            if (found < loss)
            {
                for (int j = 0; j < coefficients.Length; j++)
                {
                    coefficients[j] += length * (next[j] - coefficients[j]);
                }

                _products.Multiply(coefficients, _sums);
                loss = found;
                return true;
            }
        }

        return false;
    }

    private double[] Scaled(double[] coefficients, double[] wanted)
    {
        double ratio = VectorKernels.Dot(_shares, wanted) / VectorKernels.Dot(_shares, _sums);
        return ratio > 0 && double.IsFinite(ratio) ? Array.ConvertAll(coefficients, coefficient => ratio * coefficient) : coefficients;
    }

    private ReadOnlySpan<double> Solve(double[] response, double[] weights) => _products.SolveLeastSquares(response, weights, 0, intercept: false).Coefficients;

    private double Loss(double[] sums)
    {
        double loss = 0;
        for (int row = 0; row < sums.Length; row++)
        {
            loss += _shares[row] == 0 ? 0 : _shares[row] * Math.Exp(-sums[row]);
        }

        return loss;
    }

    private bool IsPositive(double[] sums)
    {
        for (int row = 0; row < sums.Length; row++)
        {
            if (_shares[row] != 0 && !(sums[row] > 0))
            {
                return false;
            }
        }

        return true;
    }
}
