using System.Runtime.CompilerServices;
using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Computes distances up to the root, which the order of neighbours does not need.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Power">The power of <see cref="DistanceMetric.Minkowski"/>.</param>
internal readonly record struct RankDistance(DistanceMetric Metric, double Power)
{
    /// <summary>Chooses the plain metric where a Minkowski power has a name.</summary>
    public static RankDistance Of(DistanceMetric metric, double power) => (metric, power) switch
    {
        (DistanceMetric.Minkowski, 1) => new(DistanceMetric.Manhattan, 1),
        (DistanceMetric.Minkowski, 2) or (DistanceMetric.Euclidean, _) => new(DistanceMetric.Euclidean, 2),
        _ => new(metric, power),
    };

    /// <summary>Computes the distance before the root; NaN counts as infinitely far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Between(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double distance = Metric switch
        {
            DistanceMetric.Euclidean => VectorKernels.SquaredDistance(x, y),
            DistanceMetric.Manhattan => VectorKernels.AbsoluteDistance(x, y),
            DistanceMetric.Chebyshev => Greatest(x, y),
            _ => Powers(x, y),
        };
        return double.IsNaN(distance) ? double.PositiveInfinity : distance;
    }

    /// <summary>Computes the least distance, before the root, from a point to a box.</summary>
    public double ToBox(ReadOnlySpan<double> point, ReadOnlySpan<double> low, ReadOnlySpan<double> high)
    {
        double sum = 0;
        for (int i = 0; i < point.Length; i++)
        {
            double gap = Math.Max(0, Math.Max(low[i] - point[i], point[i] - high[i]));
            sum = Metric switch
            {
                DistanceMetric.Euclidean => sum + (gap * gap),
                DistanceMetric.Manhattan => sum + gap,
                DistanceMetric.Chebyshev => Math.Max(sum, gap),
                _ => sum + Math.Pow(gap, Power),
            };
        }

        return sum;
    }

    /// <summary>Takes the root.</summary>
    public double Root(double distance) => Metric switch
    {
        DistanceMetric.Euclidean => Math.Sqrt(distance),
        DistanceMetric.Minkowski => Math.Pow(distance, 1 / Power),
        _ => distance,
    };

    private static double Greatest(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double greatest = 0;
        for (int i = 0; i < x.Length; i++)
        {
            greatest = Math.Max(greatest, Math.Abs(x[i] - y[i]));
        }

        return greatest;
    }

    private double Powers(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += Math.Pow(Math.Abs(x[i] - y[i]), Power);
        }

        return sum;
    }
}
