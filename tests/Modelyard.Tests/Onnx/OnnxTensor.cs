namespace Modelyard.Tests.Onnx;

/// <summary>Represents a tensor that goes to the runtime or comes from it: numbers or texts, row by row.</summary>
internal sealed record OnnxTensor(int[] Shape, double[]? Numbers, string[]? Texts)
{
    internal static OnnxTensor Of(double[] numbers, params int[] shape) => new(shape, numbers, null);

    internal static OnnxTensor Of(string[] texts, params int[] shape) => new(shape, null, texts);
}
