namespace Modelyard.Onnx.Format;

/// <summary>Writes what surrounds a graph: the message <c>ModelProto</c>.</summary>
internal static class ModelMessage
{
    private const int IrVersion = 1, ProducerName = 2, ProducerVersion = 3, ModelVersion = 5, Graph = 7, OpsetImport = 8, Metadata = 14;
    private const int First = 1, Second = 2;

    // Texts can be compared since operator set 19; trees of double precision came with set 5 of the operators of machine learning, which older runtimes lack.
    private const int Operators = 19, LearningOperators = 3, TreeOperators = 5;
    private const int PlainFormat = 9, TreeFormat = 10;

    internal static MessageBuffer Of(MessageBuffer graph, bool usesLearning, bool usesTrees, long version, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        MessageBuffer model = new MessageBuffer()
            .Write(IrVersion, usesTrees ? TreeFormat : PlainFormat)
            .Write(ProducerName, "Modelyard")
            .Write(ProducerVersion, typeof(ModelMessage).Assembly.GetName().Version?.ToString(3) ?? "")
            .Write(ModelVersion, version)
            .Write(Graph, graph)
            .Write(OpsetImport, new MessageBuffer().Write(First, "").Write(Second, Operators));
        if (usesLearning || usesTrees)
        {
            model.Write(OpsetImport, new MessageBuffer().Write(First, "ai.onnx.ml").Write(Second, usesTrees ? TreeOperators : LearningOperators));
        }

        foreach ((string key, string value) in metadata)
        {
            model.Write(Metadata, new MessageBuffer().Write(First, key).Write(Second, value));
        }

        return model;
    }
}
