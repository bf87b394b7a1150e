using System.Runtime.Intrinsics;

namespace Modelyard.Numerics;

/// <summary>Chooses the path that all kernels take.</summary>
/// <remarks>
/// The widest accelerated path is taken unless the environment variable MODELYARD_SIMD names another: <c>scalar</c>, <c>256</c> or <c>512</c>.
/// All paths give the same bits: every sum has one order, and each product is fused with its addition on all of them.
/// </remarks>
internal static class Simd
{
    /// <summary>Gets or sets the path; tests set it to force each in turn. A path that is not accelerated runs, slowly.</summary>
    public static SimdLevel Level { get; set; } = Choose(Environment.GetEnvironmentVariable("MODELYARD_SIMD"));

    private static SimdLevel Choose(string? wish) => wish switch
    {
        "scalar" => SimdLevel.Scalar,
        "256" => SimdLevel.Vector256,
        "512" => SimdLevel.Vector512,
        _ when Vector512.IsHardwareAccelerated => SimdLevel.Vector512,
        _ when Vector256.IsHardwareAccelerated => SimdLevel.Vector256,
        _ => SimdLevel.Scalar,
    };
}
