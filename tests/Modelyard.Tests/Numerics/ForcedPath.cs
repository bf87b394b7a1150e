using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

/// <summary>Forces a path of the kernels until it is disposed of.</summary>
internal sealed class ForcedPath : IDisposable
{
    private readonly SimdLevel _before = Simd.Level;

    public ForcedPath(string level) => Simd.Level = Enum.Parse<SimdLevel>(level);

    public void Dispose() => Simd.Level = _before;
}
