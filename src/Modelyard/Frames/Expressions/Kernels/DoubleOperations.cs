using System.Runtime.Intrinsics;

namespace Modelyard.Frames.Expressions.Kernels;

/// <summary>Holds the operations on two numbers.</summary>
internal static class DoubleOperations
{
    /// <summary>Represents addition.</summary>
    internal readonly struct Add : IBinaryOperation
    {
        public static double Of(double x, double y) => x + y;

        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => x + y;

        public static Vector512<double> Of(Vector512<double> x, Vector512<double> y) => x + y;
    }

    /// <summary>Represents subtraction.</summary>
    internal readonly struct Subtract : IBinaryOperation
    {
        public static double Of(double x, double y) => x - y;

        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => x - y;

        public static Vector512<double> Of(Vector512<double> x, Vector512<double> y) => x - y;
    }

    /// <summary>Represents multiplication.</summary>
    internal readonly struct Multiply : IBinaryOperation
    {
        public static double Of(double x, double y) => x * y;

        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => x * y;

        public static Vector512<double> Of(Vector512<double> x, Vector512<double> y) => x * y;
    }

    /// <summary>Represents division.</summary>
    internal readonly struct Divide : IBinaryOperation
    {
        public static double Of(double x, double y) => x / y;

        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => x / y;

        public static Vector512<double> Of(Vector512<double> x, Vector512<double> y) => x / y;
    }

    /// <summary>Represents the least of two; NaN if one is.</summary>
    internal readonly struct Least : IBinaryOperation
    {
        public static double Of(double x, double y) => Math.Min(x, y);

        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => Vector256.Min(x, y);

        public static Vector512<double> Of(Vector512<double> x, Vector512<double> y) => Vector512.Min(x, y);
    }

    /// <summary>Represents the greatest of two; NaN if one is.</summary>
    internal readonly struct Greatest : IBinaryOperation
    {
        public static double Of(double x, double y) => Math.Max(x, y);

        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => Vector256.Max(x, y);

        public static Vector512<double> Of(Vector512<double> x, Vector512<double> y) => Vector512.Max(x, y);
    }
}
