using System.Runtime.Intrinsics;

namespace Modelyard.Numerics.Vectors;

/// <summary>Defines the term that a sum over one or two vectors adds for each element, at each width.</summary>
internal interface ILaneTerm
{
    /// <summary>Adds the term of one element.</summary>
    static abstract double Add(double sum, double x, double y);

    /// <summary>Adds the terms of four elements.</summary>
    static abstract Vector256<double> Add(Vector256<double> sum, Vector256<double> x, Vector256<double> y);

    /// <summary>Adds the terms of eight elements.</summary>
    static abstract Vector512<double> Add(Vector512<double> sum, Vector512<double> x, Vector512<double> y);
}
