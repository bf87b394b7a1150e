using System.Numerics;
using System.Runtime.Intrinsics;

namespace Modelyard.Frames.Expressions.Kernels;

/// <summary>Holds the comparisons.</summary>
internal static class Comparisons
{
    /// <summary>Represents the comparison 'equality'.</summary>
    internal readonly struct Equal : IComparison
    {
        public static bool Of<T>(T x, T y)
            where T : unmanaged, INumber<T> => x == y;

        public static Vector256<T> Of<T>(Vector256<T> x, Vector256<T> y)
            where T : unmanaged, INumber<T> => Vector256.Equals(x, y);

        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y)
            where T : unmanaged, INumber<T> => Vector512.Equals(x, y);
    }

    /// <summary>Represents the comparison 'inequality'.</summary>
    internal readonly struct NotEqual : IComparison
    {
        public static bool Of<T>(T x, T y)
            where T : unmanaged, INumber<T> => x != y;

        public static Vector256<T> Of<T>(Vector256<T> x, Vector256<T> y)
            where T : unmanaged, INumber<T> => ~Vector256.Equals(x, y);

        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y)
            where T : unmanaged, INumber<T> => ~Vector512.Equals(x, y);
    }

    /// <summary>Represents the comparison 'less'.</summary>
    internal readonly struct Less : IComparison
    {
        public static bool Of<T>(T x, T y)
            where T : unmanaged, INumber<T> => x < y;

        public static Vector256<T> Of<T>(Vector256<T> x, Vector256<T> y)
            where T : unmanaged, INumber<T> => Vector256.LessThan(x, y);

        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y)
            where T : unmanaged, INumber<T> => Vector512.LessThan(x, y);
    }

    /// <summary>Represents the comparison 'less or equal'.</summary>
    internal readonly struct LessOrEqual : IComparison
    {
        public static bool Of<T>(T x, T y)
            where T : unmanaged, INumber<T> => x <= y;

        public static Vector256<T> Of<T>(Vector256<T> x, Vector256<T> y)
            where T : unmanaged, INumber<T> => Vector256.LessThanOrEqual(x, y);

        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y)
            where T : unmanaged, INumber<T> => Vector512.LessThanOrEqual(x, y);
    }

    /// <summary>Represents the comparison 'greater'.</summary>
    internal readonly struct Greater : IComparison
    {
        public static bool Of<T>(T x, T y)
            where T : unmanaged, INumber<T> => x > y;

        public static Vector256<T> Of<T>(Vector256<T> x, Vector256<T> y)
            where T : unmanaged, INumber<T> => Vector256.GreaterThan(x, y);

        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y)
            where T : unmanaged, INumber<T> => Vector512.GreaterThan(x, y);
    }

    /// <summary>Represents the comparison 'greater or equal'.</summary>
    internal readonly struct GreaterOrEqual : IComparison
    {
        public static bool Of<T>(T x, T y)
            where T : unmanaged, INumber<T> => x >= y;

        public static Vector256<T> Of<T>(Vector256<T> x, Vector256<T> y)
            where T : unmanaged, INumber<T> => Vector256.GreaterThanOrEqual(x, y);

        public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> y)
            where T : unmanaged, INumber<T> => Vector512.GreaterThanOrEqual(x, y);
    }
}
