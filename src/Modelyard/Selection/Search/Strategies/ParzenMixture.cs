using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Selection.Search;

/// <summary>Represents a density over a space: the prior and a kernel around each of some points, all of equal weight.</summary>
/// <remarks>Kernels of numbers are normal, cut off at the ends of the range; those of choices give most weight to the point's own (Aitchison and Aitken, 1976).</remarks>
internal sealed class ParzenMixture
{
    private const double WidestKernel = 0.3;
    private const double NarrowestKernel = 0.01;
    private const double ChoiceSmoothing = 0.5;

    private readonly SearchSpace _space;
    private readonly IReadOnlyList<double[]> _points;
    private readonly bool _multivariate;
    private readonly double _width;
    private readonly double _smoothing;

    /// <summary>Initializes a density.</summary>
    /// <param name="space">The space.</param>
    /// <param name="points">The shares of each point; NaN for an axis without a value.</param>
    /// <param name="multivariate">Whether a kernel spans all axes at once.</param>
    internal ParzenMixture(SearchSpace space, IReadOnlyList<double[]> points, bool multivariate)
    {
        _space = space;
        _points = points;
        _multivariate = multivariate;
        int axes = multivariate ? space.Dimensions.Count : 1;

        // Scott's rule, n^(-1/(d+4)): the more points and the fewer axes, the narrower.
        _width = Math.Max(NarrowestKernel, WidestKernel * Math.Pow(points.Count + 1, -1.0 / (axes + 4)));
        _smoothing = ChoiceSmoothing / Math.Sqrt(points.Count + 1);
    }

    /// <summary>Draws shares for all axes, those without a value included.</summary>
    internal void Draw(ref RandomStream random, Span<double> shares)
    {
        int component = random.NextInt(_points.Count + 1);
        for (int axis = 0; axis < shares.Length; axis++)
        {
            component = _multivariate ? component : random.NextInt(_points.Count + 1);
            double centre = component == _points.Count ? double.NaN : _points[component][axis];
            shares[axis] = Draw(_space.Dimensions[axis], centre, ref random);
        }
    }

    /// <summary>Computes the logarithm of the density, up to a constant that is the same for all points of the same active axes.</summary>
    internal double LogDensity(ReadOnlySpan<double> shares)
    {
        if (_multivariate)
        {
            double sum = 1;
            foreach (double[] centre in _points)
            {
                double product = 1;
                for (int axis = 0; axis < shares.Length; axis++)
                {
                    product *= Kernel(_space.Dimensions[axis], centre[axis], shares[axis]);
                }

                sum += product;
            }

            return Math.Log(sum / (_points.Count + 1));
        }

        double log = 0;
        for (int axis = 0; axis < shares.Length; axis++)
        {
            double sum = 1;
            foreach (double[] centre in _points)
            {
                sum += Kernel(_space.Dimensions[axis], centre[axis], shares[axis]);
            }

            log += Math.Log(sum / (_points.Count + 1));
        }

        return log;
    }

    private double Draw(SearchDimension dimension, double centre, ref RandomStream random)
    {
        double even = random.NextDouble();
        if (double.IsNaN(centre))
        {
            return even;
        }

        if (dimension.IsChoice)
        {
            return even < _smoothing ? random.NextDouble() : centre;
        }

        double low = Normal.Cumulative(-centre / _width), high = Normal.Cumulative((1 - centre) / _width);
        return Math.Clamp(centre + (_width * Normal.Quantile(Math.Clamp(low + (even * (high - low)), 1e-12, 1 - 1e-12))), 0, 1);
    }

    /// <summary>Computes the density of a kernel relative to that of the prior, which is 1 everywhere; an axis that the point or the kernel has no value on counts as the prior.</summary>
    private double Kernel(SearchDimension dimension, double centre, double share)
    {
        if (double.IsNaN(centre) || double.IsNaN(share))
        {
            return 1;
        }

        if (dimension.IsChoice)
        {
            bool isSame = Math.Abs(centre - share) < 1e-9;
            return _smoothing + (isSame ? (1 - _smoothing) * dimension.Count!.Value : 0);
        }

        double mass = Normal.Cumulative((1 - centre) / _width) - Normal.Cumulative(-centre / _width);
        return Normal.Density((share - centre) / _width) / (_width * mass);
    }
}
