using System.Runtime.Intrinsics;

namespace Modelyard.Frames.Expressions.Kernels;

/// <summary>Holds the operations on a number that processors have.</summary>
internal static class UnaryOperations
{
    /// <summary>Represents the absolute value.</summary>
    internal readonly struct AbsoluteValue : IUnaryOperation
    {
        public static double Of(double x) => Math.Abs(x);

        public static Vector256<double> Of(Vector256<double> x) => Vector256.Abs(x);

        public static Vector512<double> Of(Vector512<double> x) => Vector512.Abs(x);
    }

    /// <summary>Represents the square root.</summary>
    internal readonly struct SquareRoot : IUnaryOperation
    {
        public static double Of(double x) => Math.Sqrt(x);

        public static Vector256<double> Of(Vector256<double> x) => Vector256.Sqrt(x);

        public static Vector512<double> Of(Vector512<double> x) => Vector512.Sqrt(x);
    }

    /// <summary>Represents rounding down.</summary>
    internal readonly struct Down : IUnaryOperation
    {
        public static double Of(double x) => Math.Floor(x);

        public static Vector256<double> Of(Vector256<double> x) => Vector256.Floor(x);

        public static Vector512<double> Of(Vector512<double> x) => Vector512.Floor(x);
    }

    /// <summary>Represents rounding up.</summary>
    internal readonly struct Up : IUnaryOperation
    {
        public static double Of(double x) => Math.Ceiling(x);

        public static Vector256<double> Of(Vector256<double> x) => Vector256.Ceiling(x);

        public static Vector512<double> Of(Vector512<double> x) => Vector512.Ceiling(x);
    }
}
