using System.Numerics;
using System.Runtime.Intrinsics;

namespace Modelyard.Frames.Expressions.Kernels;

/// <summary>Represents a comparison of two values, one and several at a time; the first is the definition that the others equal.</summary>
internal interface IComparison
{
    static abstract bool Of<T>(T x, T y)
        where T : unmanaged, INumber<T>;

    static abstract Vector256<T> Of<T>(Vector256<T> x, Vector256<T> y)
        where T : unmanaged, INumber<T>;

    static abstract Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged, INumber<T>;
}
