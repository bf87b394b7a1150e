namespace Modelyard.Onnx.Format;

/// <summary>Writes the attributes of nodes: the message <c>AttributeProto</c>.</summary>
internal static class NodeAttribute
{
    private const int Name = 1, Integer = 3, TensorValue = 5, GraphValue = 6, IntegerList = 8, TextList = 9, Type = 20;
    private const int IntegerType = 2, TensorType = 4, GraphType = 5, IntegerListType = 7, TextListType = 8;

    internal static MessageBuffer Of(string name, long value) => Head(name, IntegerType).Write(Integer, value);

    internal static MessageBuffer Of(string name, IEnumerable<long> values)
    {
        var packed = new MessageBuffer();
        foreach (long value in values)
        {
            packed.Append(value);
        }

        return OfPacked(name, packed);
    }

    /// <summary>Writes a list of integers that are at hand as a packed list.</summary>
    internal static MessageBuffer OfPacked(string name, MessageBuffer values) => Head(name, IntegerListType).Write(IntegerList, values);

    internal static MessageBuffer Of(string name, IReadOnlyList<string> texts)
    {
        MessageBuffer attribute = Head(name, TextListType);
        foreach (string text in texts)
        {
            attribute.Write(TextList, text);
        }

        return attribute;
    }

    internal static MessageBuffer OfTensor(string name, MessageBuffer tensor) => Head(name, TensorType).Write(TensorValue, tensor);

    internal static MessageBuffer OfGraph(string name, MessageBuffer graph) => Head(name, GraphType).Write(GraphValue, graph);

    private static MessageBuffer Head(string name, int type) => new MessageBuffer().Write(Name, name).Write(Type, type);
}
