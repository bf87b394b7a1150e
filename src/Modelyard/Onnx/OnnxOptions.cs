namespace Modelyard.Onnx;

/// <summary>Says what an ONNX file tells of its model beside the computation.</summary>
public sealed record OnnxOptions
{
    /// <summary>Gets the name of the model.</summary>
    public string Name { get; init; } = "model";

    /// <summary>Gets the version of the model.</summary>
    public int Version { get; init; }

    /// <summary>Gets further entries of the file's metadata, by their keys.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
