namespace Modelyard.Tests.Numerics;

/// <summary>Keeps the tests that force a path of the kernels from running beside each other.</summary>
[CollectionDefinition("SIMD paths", DisableParallelization = true)]
public sealed class SimdCollection;
