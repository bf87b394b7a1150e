using System.Runtime.Intrinsics;

namespace Modelyard.Numerics.Vectors;

/// <summary>Represents the absolute difference |x - y| as the term of a sum.</summary>
internal readonly struct AbsoluteDifferenceTerm : ILaneTerm
{
    /// <inheritdoc/>
    public static double Add(double sum, double x, double y) => sum + Math.Abs(x - y);

    /// <inheritdoc/>
    public static Vector256<double> Add(Vector256<double> sum, Vector256<double> x, Vector256<double> y) => sum + Vector256.Abs(x - y);

    /// <inheritdoc/>
    public static Vector512<double> Add(Vector512<double> sum, Vector512<double> x, Vector512<double> y) => sum + Vector512.Abs(x - y);
}
