using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Represents a Gaussian process: what some measured values of a function say of all others.</summary>
/// <remarks>
/// The kernel is Matérn's of smoothness 5/2 with a length for each axis; lengths, signal and noise maximise the posterior, under priors that grow the lengths
/// with the number of axes. Sources: Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, chapters 2 and 5; Hvarfner, Hellsten
/// and Nardi (2024), Vanilla Bayesian Optimization Performs Great in High Dimensions, for the priors.
/// </remarks>
internal sealed class GaussianProcess
{
    private static readonly double Root5 = Math.Sqrt(5);

    private readonly List<double[]> _points;
    private readonly List<double> _values;
    private readonly KernelSettings _kernel;
    private Cholesky _factor;
    private double[] _solved;

    /// <summary>Initializes a process with a kernel that is known.</summary>
    internal GaussianProcess(List<double[]> points, List<double> values, KernelSettings kernel)
    {
        _points = points;
        _values = values;
        _kernel = kernel;
        (_factor, _solved) = Factor();
    }

    /// <summary>Gets the lengths of the axes, after which the function forgets.</summary>
    internal ReadOnlySpan<double> Lengths => _kernel.Lengths;

    /// <summary>Gets the variance of the noise.</summary>
    internal double Noise => _kernel.Noise;

    /// <summary>Learns a process from values of mean 0 and variance 1.</summary>
    /// <param name="points">The coordinates of each point.</param>
    /// <param name="values">The value at each point.</param>
    /// <param name="axisOf">The axis that each coordinate belongs to; coordinates of one axis share their length.</param>
    /// <param name="axes">The number of axes.</param>
    internal static GaussianProcess Fit(IReadOnlyList<double[]> points, IReadOnlyList<double> values, int[] axisOf, int axes)
    {
        var likelihood = new ProcessLikelihood([.. points], [.. values], axisOf, axes);
        return new GaussianProcess([.. points], [.. values], likelihood.Maximize());
    }

    /// <summary>Adds a value as if it had been measured; the kernel stays.</summary>
    internal void Add(double[] point, double value)
    {
        _points.Add(point);
        _values.Add(value);
        (_factor, _solved) = Factor();
    }

    /// <summary>Creates a process that doubts what this one takes to be smooth: all lengths are shorter by a factor.</summary>
    internal GaussianProcess Doubting(double factor) => new([.. _points], [.. _values], _kernel with { Lengths = Array.ConvertAll(_kernel.Lengths, length => length / factor) });

    /// <summary>Predicts the least mean at the points that were measured: with noise, the best of them need not be the one of the least value.</summary>
    internal double LeastMean() => _points.Min(point => Predict(point).Mean);

    /// <summary>Predicts the mean and the variance of the function, without noise, at a point.</summary>
    internal (double Mean, double Variance) Predict(ReadOnlySpan<double> point)
    {
        int count = _points.Count;
        Span<double> covariances = count <= 512 ? stackalloc double[count] : new double[count];
        for (int i = 0; i < count; i++)
        {
            covariances[i] = _kernel.Covariance(point, _points[i]);
        }

        double mean = VectorKernels.Dot(covariances, _solved);
        TriangularSolve.InPlace(_factor.Upper, upper: true, transpose: true, covariances);
        return (mean, Math.Max(1e-12, _kernel.Signal - VectorKernels.Dot(covariances, covariances)));
    }

    /// <summary>Computes Matérn's function of smoothness 5/2 of a squared distance, and what its derivative with respect to the logarithm of a length is times that axis's part of the distance.</summary>
    internal static (double Value, double Slope) Matern(double squaredDistance)
    {
        double scaled = Root5 * Math.Sqrt(squaredDistance), decay = Math.Exp(-scaled);
        return ((1 + scaled + (scaled * scaled / 3)) * decay, 5.0 / 3 * (1 + scaled) * decay);
    }

    private (Cholesky Factor, double[] Solved) Factor()
    {
        int count = _points.Count;
        var covariances = new Matrix(count, count);
        for (int i = 0; i < count; i++)
        {
            for (int j = i; j < count; j++)
            {
                covariances[i, j] = _kernel.Covariance(_points[i], _points[j]);
            }

            covariances[i, i] += _kernel.Noise;
        }

        Cholesky? factor;
        while (!Cholesky.TryOf(covariances, out factor))
        {
            // Points that nearly coincide: more noise tells them apart.
            for (int i = 0; i < count; i++)
            {
                covariances[i, i] += 1e-6 * _kernel.Signal;
            }
        }

        double[] solved = [.. _values];
        factor.Solve(solved);
        return (factor, solved);
    }
}
