namespace Modelyard.Onnx.Format;

/// <summary>Writes tensors whose elements are known: the message <c>TensorProto</c>.</summary>
internal static class Tensor
{
    private const int Dimensions = 1, DataType = 2, Texts = 6, Name = 8, RawData = 9;

    internal static MessageBuffer Of(string name, ReadOnlySpan<double> elements, params ReadOnlySpan<int> shape)
    {
        var raw = new MessageBuffer();
        foreach (double element in elements)
        {
            raw.AppendNumber(element);
        }

        return Of(name, ElementType.Number, raw, shape);
    }

    internal static MessageBuffer Of(string name, ReadOnlySpan<long> elements, params ReadOnlySpan<int> shape)
    {
        var raw = new MessageBuffer();
        foreach (long element in elements)
        {
            raw.AppendInteger(element);
        }

        return Of(name, ElementType.Integer, raw, shape);
    }

    internal static MessageBuffer Of(string name, IReadOnlyList<string> elements)
    {
        MessageBuffer tensor = Head(ElementType.Text, [elements.Count]);
        foreach (string element in elements)
        {
            tensor.Write(Texts, element);
        }

        return tensor.Write(Name, name);
    }

    /// <summary>Writes a tensor whose elements are at hand as raw data.</summary>
    internal static MessageBuffer Of(string name, ElementType type, MessageBuffer raw, params ReadOnlySpan<int> shape) =>
        Head(type, shape).Write(Name, name).Write(RawData, raw);

    private static MessageBuffer Head(ElementType type, ReadOnlySpan<int> shape)
    {
        var tensor = new MessageBuffer();
        foreach (int dimension in shape)
        {
            tensor.Write(Dimensions, dimension);
        }

        return tensor.Write(DataType, (int)type);
    }
}
