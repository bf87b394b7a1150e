using System.Runtime.Intrinsics;

namespace Modelyard.Frames.Expressions.Kernels;

/// <summary>Represents an operation on two numbers, one and several at a time; the first is the definition that the others equal.</summary>
internal interface IBinaryOperation
{
    static abstract double Of(double x, double y);

    static abstract Vector256<double> Of(Vector256<double> x, Vector256<double> y);

    static abstract Vector512<double> Of(Vector512<double> x, Vector512<double> y);
}
