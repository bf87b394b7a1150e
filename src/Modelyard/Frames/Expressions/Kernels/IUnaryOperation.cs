using System.Runtime.Intrinsics;

namespace Modelyard.Frames.Expressions.Kernels;

/// <summary>Represents an operation on a number, one and several at a time; the first is the definition that the others equal.</summary>
internal interface IUnaryOperation
{
    static abstract double Of(double x);

    static abstract Vector256<double> Of(Vector256<double> x);

    static abstract Vector512<double> Of(Vector512<double> x);
}
