using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Monitoring;

/// <summary>Brings the weights of a reference nearer such that the means and squares of its numbers are those of a window.</summary>
/// <remarks>
/// Of all weights that balance, those are taken that are nearest to the ones given, by relative entropy; as the means of a window are known up to its number of rows, they are met up to that. What is smooth in the numbers is then
/// estimated without the bias that a classifier of few trees leaves. Source: Hainmueller (2012), Entropy Balancing for Causal Effects, Political Analysis 20(1).
/// </remarks>
internal sealed class MomentBalance
{
    private const int MostFeatures = 30, MostSteps = 25, MostHalvings = 10;

    private readonly Matrix _gaps;
    private readonly double _ridge;

    private MomentBalance(Matrix gaps, double ridge) => (_gaps, _ridge) = (gaps, ridge);

    /// <summary>Prepares the balancing of a reference; null if it has no numbers that vary.</summary>
    /// <param name="reference">The rows of the reference.</param>
    /// <param name="window">The rows of the window.</param>
    /// <param name="schema">The description of the features of both.</param>
    internal static MomentBalance? Of(Matrix reference, Matrix window, FeatureSchema schema)
    {
        (int Feature, Moments Own, double Away)[] chosen =
        [
            .. Enumerable.Range(0, schema.Count).Where(j => !schema[j].IsCategorical)
                .Select(j => (Feature: j, Own: Moments.Of(reference, j)))
                .Where(one => one.Own.Deviation > 0)
                .Select(one => (one.Feature, one.Own, Away: Math.Abs(Moments.Of(window, one.Feature).Mean - one.Own.Mean) / one.Own.Deviation))
                .OrderByDescending(one => one.Away).Take(MostFeatures),
        ];
        if (chosen.Length == 0)
        {
            return null;
        }

        Matrix own = Lay(reference, chosen), other = Lay(window, chosen);
        for (int column = 0; column < own.Columns; column++)
        {
            double mean = 0;
            for (int row = 0; row < other.Rows; row++)
            {
                mean += other[row, column] / other.Rows;
            }

            for (int row = 0; row < own.Rows; row++)
            {
                own[row, column] -= mean;
            }
        }

        return new MomentBalance(own, 1.0 / window.Rows);
    }

    /// <summary>Balances weights, in place; their sum becomes 1.</summary>
    internal void Apply(double[] weights)
    {
        int width = _gaps.Columns;
        double[] factors = new double[width], slope = new double[width], tried = new double[width], own = [.. weights], next = new double[weights.Length];
        var curvature = new Matrix(width, width);
        double value = Tilt(own, factors, weights);
        for (int round = 0; round < MostSteps; round++)
        {
            Derive(weights, factors, slope, curvature);
            if (!Cholesky.TryOf(curvature, out Cholesky? root))
            {
                return;
            }

            root.Solve(slope);
            double share = 1, reached = value;
            for (int halving = 0; halving <= MostHalvings; halving++, share /= 2)
            {
                for (int j = 0; j < width; j++)
                {
                    tried[j] = factors[j] - (share * slope[j]);
                }

                reached = Tilt(own, tried, next);
                if (reached <= value)
                {
                    break;
                }
            }

            if (!(reached < value - 1e-12))
            {
                return;
            }

            value = reached;
            tried.CopyTo(factors, 0);
            next.CopyTo(weights, 0);
        }
    }

    /// <summary>Tilts weights by factors and brings them to sum 1.</summary>
    /// <returns>What is minimised: the logarithm of their sum and the ridge.</returns>
    private double Tilt(double[] own, double[] factors, double[] tilted)
    {
        double greatest = double.NegativeInfinity, sum = 0;
        for (int row = 0; row < own.Length; row++)
        {
            tilted[row] = own[row] > 0 ? Math.Log(own[row]) + VectorKernels.Dot(_gaps.Row(row), factors) : double.NegativeInfinity;
            greatest = Math.Max(greatest, tilted[row]);
        }

        foreach (ref double one in tilted.AsSpan())
        {
            one = Math.Exp(one - greatest);
            sum += one;
        }

        VectorKernels.Scale(1 / sum, tilted);
        return greatest + Math.Log(sum) + (0.5 * _ridge * VectorKernels.Dot(factors, factors));
    }

    private void Derive(double[] weights, double[] factors, double[] slope, Matrix curvature)
    {
        int width = factors.Length;
        slope.AsSpan().Clear();
        curvature.AsSpan().Clear();
        for (int row = 0; row < weights.Length; row++)
        {
            ReadOnlySpan<double> gaps = _gaps.Row(row);
            VectorKernels.Axpy(weights[row], gaps, slope);
            for (int j = 0; j < width; j++)
            {
                VectorKernels.Axpy(weights[row] * gaps[j], gaps, curvature.Row(j));
            }
        }

        for (int j = 0; j < width; j++)
        {
            VectorKernels.Axpy(-slope[j], slope, curvature.Row(j));
        }

        for (int j = 0; j < width; j++)
        {
            slope[j] += _ridge * factors[j];
            curvature[j, j] += _ridge;
        }
    }

    /// <summary>Lays out each number and its square, as distances from the mean of the reference in deviations; a missing one is the mean.</summary>
    private static Matrix Lay(Matrix rows, (int Feature, Moments Own, double Away)[] chosen)
    {
        var laid = new Matrix(rows.Rows, 2 * chosen.Length);
        for (int row = 0; row < rows.Rows; row++)
        {
            for (int j = 0; j < chosen.Length; j++)
            {
                double value = rows[row, chosen[j].Feature], place = double.IsNaN(value) ? 0 : (value - chosen[j].Own.Mean) / chosen[j].Own.Deviation;
                laid[row, 2 * j] = place;
                laid[row, (2 * j) + 1] = place * place;
            }
        }

        return laid;
    }

    /// <summary>Represents the mean and the deviation of the numbers that are there.</summary>
    private readonly record struct Moments(double Mean, double Deviation)
    {
        internal static Moments Of(Matrix rows, int feature)
        {
            var moments = default(LossMoments);
            for (int row = 0; row < rows.Rows; row++)
            {
                if (!double.IsNaN(rows[row, feature]))
                {
                    moments.Add(rows[row, feature]);
                }
            }

            return new Moments(moments.Count > 0 ? moments.Mean : 0, moments.Count > 1 ? Math.Sqrt(moments.Variance) : 0);
        }
    }
}
