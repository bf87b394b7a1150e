using System.Runtime.Intrinsics;

namespace Modelyard.Numerics.Vectors;

/// <summary>Represents the element of the first vector as the term of a sum.</summary>
internal readonly struct ValueTerm : ILaneTerm
{
    /// <inheritdoc/>
    public static double Add(double sum, double x, double y) => sum + x;

    /// <inheritdoc/>
    public static Vector256<double> Add(Vector256<double> sum, Vector256<double> x, Vector256<double> y) => sum + x;

    /// <inheritdoc/>
    public static Vector512<double> Add(Vector512<double> sum, Vector512<double> x, Vector512<double> y) => sum + x;
}
