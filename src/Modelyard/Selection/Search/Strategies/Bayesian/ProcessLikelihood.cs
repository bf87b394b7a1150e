using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Finds the kernel under which measured values are likely.</summary>
internal sealed class ProcessLikelihood
{
    // Log-normal priors. The lengths' grow with the root of the number of axes, as distances do; noise of folds that are the same for all trials is small.
    private static readonly double LengthSpread = Math.Sqrt(3);
    private const double SignalSpread = 1;
    private const double NoiseMean = -6;
    private const double NoiseSpread = 2;
    private const double LeastNoise = 1e-5;
    private const double MostLogarithm = 7;
    private const int MostSteps = 40;

    private readonly double[][] _points;
    private readonly double[] _values;
    private readonly int[] _axisOf;
    private readonly int _axes;
    private readonly double _lengthMean;

    internal ProcessLikelihood(double[][] points, double[] values, int[] axisOf, int axes)
    {
        _points = points;
        _values = values;
        _axisOf = axisOf;
        _axes = axes;
        _lengthMean = Math.Sqrt(2) + (0.5 * Math.Log(axes)) - 1;
    }

    /// <summary>Maximises the posterior from a start with long lengths and one with short ones.</summary>
    internal KernelSettings Maximize()
    {
        double[]? best = null;
        double least = double.PositiveInfinity;
        foreach (double length in (double[])[_lengthMean, Math.Log(0.2)])
        {
            double[] parameters = new double[_axes + 2];
            Array.Fill(parameters, length, 0, _axes);
            parameters[_axes + 1] = NoiseMean;
            var search = new Lbfgs { MaximumIterations = MostSteps, GradientTolerance = 1e-3 };
            double found = search.Minimize(Evaluate, parameters).Value;
            if (found < least)
            {
                (best, least) = (parameters, found);
            }
        }

        return Settings(best!);
    }

    /// <summary>Computes the negative logarithm of the posterior, up to a constant, and its gradient in the logarithms of lengths, signal and noise.</summary>
    internal double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient) => Likelihood(parameters, gradient) + AddPriors(parameters, gradient);

    /// <summary>Computes the negative logarithm of the likelihood, without the constant of the normal density, and its gradient.</summary>
    internal double Likelihood(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        ParallelLoop.Check();
        int count = _points.Length;
        KernelSettings kernel = Settings(parameters);
        var covariances = new Matrix(count, count);
        var slopes = new Matrix(count, count);
        for (int i = 0; i < count; i++)
        {
            for (int j = i; j < count; j++)
            {
                double squared = 0;
                for (int k = 0; k < _axisOf.Length; k++)
                {
                    double difference = (_points[i][k] - _points[j][k]) / kernel.Lengths[_axisOf[k]];
                    squared += difference * difference;
                }

                (double value, double slope) = GaussianProcess.Matern(squared);
                covariances[i, j] = kernel.Signal * value;
                slopes[i, j] = kernel.Signal * slope;
            }

            covariances[i, i] += kernel.Noise;
        }

        if (!Cholesky.TryOf(covariances, out Cholesky? factor))
        {
            gradient.Clear();
            return double.PositiveInfinity;
        }

        double[] solved = [.. _values];
        factor.Solve(solved);
        double fit = (0.5 * VectorKernels.Dot(solved, _values)) + (0.5 * factor.LogDeterminant);
        Differentiate(kernel, factor.Inverse(), solved, covariances, slopes, gradient);
        return fit;
    }

    // Half the trace of (K^-1 - a a') dK; Rasmussen and Williams, equation 5.9.
    private void Differentiate(KernelSettings kernel, Matrix inverse, double[] solved, Matrix covariances, Matrix slopes, Span<double> gradient)
    {
        gradient.Clear();
        for (int i = 0; i < solved.Length; i++)
        {
            double own = inverse[i, i] - (solved[i] * solved[i]);
            gradient[_axes] += 0.5 * own * kernel.Signal;
            gradient[_axes + 1] += 0.5 * own * (kernel.Noise - LeastNoise);
            for (int j = i + 1; j < solved.Length; j++)
            {
                double weight = inverse[i, j] - (solved[i] * solved[j]);
                gradient[_axes] += weight * covariances[i, j];
                for (int k = 0; k < _axisOf.Length; k++)
                {
                    double difference = (_points[i][k] - _points[j][k]) / kernel.Lengths[_axisOf[k]];
                    gradient[_axisOf[k]] += weight * slopes[i, j] * difference * difference;
                }
            }
        }
    }

    private double AddPriors(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        double sum = 0;
        for (int i = 0; i < parameters.Length; i++)
        {
            (double mean, double spread) = i < _axes ? (_lengthMean, LengthSpread) : i == _axes ? (0, SignalSpread) : (NoiseMean, NoiseSpread);
            double distance = (parameters[i] - mean) / spread;
            sum += 0.5 * distance * distance;
            gradient[i] += distance / spread;
        }

        return sum;
    }

    private KernelSettings Settings(ReadOnlySpan<double> parameters)
    {
        double[] lengths = new double[_axes];
        for (int axis = 0; axis < _axes; axis++)
        {
            lengths[axis] = Bounded(parameters[axis]);
        }

        return new KernelSettings(lengths, Bounded(parameters[_axes]), LeastNoise + Bounded(parameters[_axes + 1]), _axisOf);
    }

    // A step of the search may go far; beyond these values nothing changes.
    private static double Bounded(double logarithm) => Math.Exp(Math.Clamp(logarithm, -2 * MostLogarithm, MostLogarithm));
}
