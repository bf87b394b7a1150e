using System.Runtime.CompilerServices;
using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Computes distances up to the root, which the order of neighbours does not need.</summary>
/// <remarks>
/// Two metrics are euclidean ones of other points, to which a row is mapped first, so that trees and tiles serve them too. Cosine: rows scaled to length 1, with a further
/// coordinate that is 1 for a row of zeros only; half the squared distance is 1 less the cosine. Haversine: points on the unit sphere, whose chord gives the angle.
/// </remarks>
/// <param name="Metric">The metric.</param>
/// <param name="Power">The power of <see cref="DistanceMetric.Minkowski"/>.</param>
internal readonly record struct RankDistance(DistanceMetric Metric, double Power)
{
    /// <summary>Gets a value indicating whether the distance before the root is a squared euclidean one.</summary>
    public bool IsSquared => Metric is DistanceMetric.Euclidean or DistanceMetric.Cosine or DistanceMetric.Haversine;

    /// <summary>Gets a value indicating whether rows must be mapped before they are compared.</summary>
    public bool IsMapped => Metric is DistanceMetric.Cosine or DistanceMetric.Haversine;

    /// <summary>Chooses the plain metric where a Minkowski power has a name.</summary>
    public static RankDistance Of(DistanceMetric metric, double power) => (metric, power) switch
    {
        (DistanceMetric.Minkowski, 1) => new(DistanceMetric.Manhattan, 1),
        (DistanceMetric.Minkowski, 2) or (DistanceMetric.Euclidean, _) => new(DistanceMetric.Euclidean, 2),
        _ => new(metric, power),
    };

    /// <summary>Gets the number of coordinates of the points that rows are mapped to.</summary>
    public int Width(int columns) => Metric switch { DistanceMetric.Cosine => columns + 1, DistanceMetric.Haversine => 3, _ => columns };

    /// <summary>Maps a row to a point.</summary>
    /// <param name="row">The row.</param>
    /// <param name="point">Receives <see cref="Width"/> coordinates.</param>
    public void Map(ReadOnlySpan<double> row, Span<double> point)
    {
        if (Metric == DistanceMetric.Haversine)
        {
            (double sin, double cos) = Math.SinCos(row[0]);
            (double east, double north) = Math.SinCos(row[1]);
            (point[0], point[1], point[2]) = (cos * north, cos * east, sin);
            return;
        }

        row.CopyTo(point);
        point[row.Length..].Clear();
        if (Metric == DistanceMetric.Cosine)
        {
            ToUnit(point[..row.Length], ref point[row.Length]);
        }
    }

    /// <summary>Computes the distance of two points before the root; NaN counts as infinitely far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Between(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double distance = Metric switch
        {
            DistanceMetric.Euclidean or DistanceMetric.Cosine or DistanceMetric.Haversine => VectorKernels.SquaredDistance(x, y),
            DistanceMetric.Manhattan => VectorKernels.AbsoluteDistance(x, y),
            DistanceMetric.Chebyshev => Greatest(x, y),
            DistanceMetric.Hamming => Differing(x, y),
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
                DistanceMetric.Euclidean or DistanceMetric.Cosine or DistanceMetric.Haversine => sum + (gap * gap),
                DistanceMetric.Manhattan => sum + gap,
                DistanceMetric.Chebyshev => Math.Max(sum, gap),
                DistanceMetric.Hamming => sum + (gap > 0 ? 1 : 0),
                _ => sum + Math.Pow(gap, Power),
            };
        }

        return Metric == DistanceMetric.Hamming ? sum / point.Length : sum;
    }

    /// <summary>Takes the root: the distance that users see.</summary>
    public double Root(double distance) => Metric switch
    {
        DistanceMetric.Cosine => distance / 2,
        DistanceMetric.Haversine => 2 * Math.Asin(Math.Min(1, Math.Sqrt(distance) / 2)),
        _ => Length(distance),
    };

    /// <summary>Computes the distance before the root from that after it.</summary>
    public double Unroot(double distance) => Metric switch
    {
        DistanceMetric.Cosine => 2 * distance,
        DistanceMetric.Haversine => distance < Math.PI ? Unlength(2 * Math.Sin(distance / 2)) : double.PositiveInfinity,
        _ => Unlength(distance),
    };

    /// <summary>Computes, from a distance before the root, one that keeps the triangle inequality.</summary>
    public double Length(double distance) => IsSquared ? Math.Sqrt(distance) : Metric == DistanceMetric.Minkowski ? Math.Pow(distance, 1 / Power) : distance;

    /// <summary>Computes the distance before the root from one that keeps the triangle inequality.</summary>
    public double Unlength(double length) => IsSquared ? length * length : Metric == DistanceMetric.Minkowski ? Math.Pow(length, Power) : length;

    private static void ToUnit(Span<double> row, ref double isZero)
    {
        double greatest = 0;
        foreach (double value in row)
        {
            greatest = Math.Max(greatest, Math.Abs(value));
        }

        if (greatest == 0)
        {
            isZero = 1;
            return;
        }

        // The greatest element first: neither huge nor tiny rows may leave the range in their squares.
        foreach (ref double value in row)
        {
            value /= greatest;
        }

        double norm = Math.Sqrt(VectorKernels.SumOfSquares(row));
        foreach (ref double value in row)
        {
            value /= norm;
        }
    }

    private static double Greatest(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double greatest = 0;
        for (int i = 0; i < x.Length; i++)
        {
            greatest = Math.Max(greatest, Math.Abs(x[i] - y[i]));
        }

        return greatest;
    }

    private static double Differing(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        int count = 0;
        for (int i = 0; i < x.Length; i++)
        {
            count += x[i] == y[i] ? 0 : 1;
        }

        return (double)count / x.Length;
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
