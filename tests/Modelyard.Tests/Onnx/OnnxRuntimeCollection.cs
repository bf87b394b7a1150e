namespace Modelyard.Tests.Onnx;

/// <summary>Gathers the tests that share the process of ONNX Runtime.</summary>
[CollectionDefinition(OnnxRuntime.Name)]
public sealed class OnnxRuntimeCollection : ICollectionFixture<OnnxRuntime>;
