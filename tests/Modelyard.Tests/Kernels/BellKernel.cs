using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Kernels;

/// <summary>Represents the radial basis function as a user would write it.</summary>
public sealed class BellKernel(double gamma) : IKernel, IPersistent<BellKernel>
{
    public static string TypeName => "test-bell-kernel";

    public static BellKernel Load(StateReader state) => new(state.ReadDouble("bell"));

    public double Compute(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Math.Exp(-gamma * VectorKernels.SquaredDistance(x, y));

    public void Save(StateWriter state) => state.Write("bell", gamma);
}
