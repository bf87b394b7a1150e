using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Kernels;

/// <summary>Represents a kernel that is the distance itself: the more alike, the less, which no inner product does.</summary>
public sealed class DistanceKernel : IKernel
{
    public double Compute(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Math.Sqrt(VectorKernels.SquaredDistance(x, y));

    public void Save(StateWriter state) => throw new InvalidOperationException("It is not stored.");
}
