using System.Runtime.CompilerServices;
using Modelyard.Numerics.Vectors;

namespace Modelyard.Numerics;

/// <summary>Computes with vectors of doubles that lie in memory one element after another.</summary>
/// <remarks>
/// Every kernel has paths for 512 bits, 256 bits and single elements that give the same bits; sums have one order that depends on the
/// length alone. No kernel allocates.
/// </remarks>
public static partial class VectorKernels
{
    /// <summary>Computes the inner product.</summary>
    /// <param name="x">The first vector.</param>
    /// <param name="y">The second vector, as long as the first.</param>
    /// <returns>The sum of the products; zero for empty vectors.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        RequireSameLength(x.Length, y.Length);
        return LaneSum<ProductTerm>.Of(x, y);
    }

    /// <summary>Computes the sum.</summary>
    /// <param name="x">The vector.</param>
    /// <returns>The sum; zero for an empty vector.</returns>
    public static double Sum(ReadOnlySpan<double> x) => LaneSum<ValueTerm>.Of(x, x);

    /// <summary>Computes the sum of the squares.</summary>
    /// <param name="x">The vector.</param>
    /// <returns>The sum; zero for an empty vector.</returns>
    public static double SumOfSquares(ReadOnlySpan<double> x) => LaneSum<ProductTerm>.Of(x, x);

    /// <summary>Computes the square of the Euclidean distance.</summary>
    /// <param name="x">The first vector.</param>
    /// <param name="y">The second vector, as long as the first.</param>
    /// <returns>The sum of the squared differences; zero for empty vectors.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double SquaredDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        RequireSameLength(x.Length, y.Length);
        return LaneSum<SquaredDifferenceTerm>.Of(x, y);
    }

    /// <summary>Computes the distance along the axes (Manhattan).</summary>
    /// <param name="x">The first vector.</param>
    /// <param name="y">The second vector, as long as the first.</param>
    /// <returns>The sum of the absolute differences; zero for empty vectors.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double AbsoluteDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        RequireSameLength(x.Length, y.Length);
        return LaneSum<AbsoluteDifferenceTerm>.Of(x, y);
    }

    /// <summary>Computes the Euclidean length.</summary>
    /// <param name="x">The vector.</param>
    /// <returns>The length, without overflow or underflow on the way.</returns>
    public static double Norm(ReadOnlySpan<double> x)
    {
        double squares = SumOfSquares(x);
        if (squares is > 1e-280 and < 1e300)
        {
            return Math.Sqrt(squares);
        }

        double largest = 0;
        foreach (double element in x)
        {
            largest = Math.Max(largest, Math.Abs(element));
        }

        if (largest == 0 || !double.IsFinite(largest))
        {
            return largest;
        }

        double sum = 0;
        foreach (double element in x)
        {
            double scaled = element / largest;
            sum += scaled * scaled;
        }

        return largest * Math.Sqrt(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireSameLength(int first, int second)
    {
        if (first != second)
        {
            ThrowLength(first, second);
        }
    }

    private static void ThrowLength(int first, int second) =>
        throw new ArgumentException($"The vectors have '{first}' and '{second}' elements and must have equally many.", nameof(second));
}
