using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Persistence;

namespace Modelyard.Conformance;

/// <summary>Stores a model as a model file does and reads it back.</summary>
internal static class ModelReload
{
    internal static IModel Run(IModel model)
    {
        using var bytes = new MemoryStream();
        var tensors = new List<Tensor>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            new JsonStateWriter(json, tensors).Write("model", model);
            json.WriteEndObject();
        }

        ModelFileLimits limits = ModelFileLimits.Default;
        using JsonDocument document = JsonDocument.Parse(bytes.ToArray());
        return new JsonStateReader(document.RootElement, TensorFile.Read(TensorFile.Write(tensors), limits), new PartBudget(limits), "").ReadPart<IModel>("model");
    }
}
