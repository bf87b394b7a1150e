using System.Text.Json;
using Modelyard.Learning;

namespace Modelyard.Persistence.Format;

/// <summary>Holds what all parts of one model are read with: the tensors, the schemas, and what the limits still allow.</summary>
internal sealed class ReadSession(TensorTable tensors, IReadOnlyList<FeatureSchema> schemas, ModelFileLimits limits)
{
    private readonly long[] _schemaEntries = [.. schemas.Select(schema => 1L + schema.Sum(feature => 1L + feature.Levels.Count))];
    private int _parts = limits.MaxParts;
    private long _schemaEntriesLeft = limits.MaxSchemaEntries;

    internal TensorTable Tensors { get; } = tensors;

    internal ModelFileLimits Limits { get; } = limits;

    internal IPersistent ReadPart(JsonElement element, string path)
    {
        if (--_parts < 0)
        {
            throw new ModelFormatException($"The model is made of more than '{Limits.MaxParts}' parts, which is the limit.");
        }

        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("type", out JsonElement type) || type.ValueKind != JsonValueKind.String
            || !element.TryGetProperty("state", out JsonElement state) || state.ValueKind != JsonValueKind.Object)
        {
            throw new ModelFormatException($"The value '{path}' of the model must be a part: an object with 'type' and 'state'.");
        }

        return ModelTypes.LoaderOf(ManifestReader.Text(type, $"{path}.type", Limits))(new StateTreeReader(state, path.Length == 0 ? "" : $"{path}.", this));
    }

    // Parts build tables from the schemas that they share, so that a reference of a few bytes stands for much memory; hence the sum is bounded.
    internal FeatureSchema Schema(int number, string path)
    {
        if ((uint)number >= (uint)schemas.Count)
        {
            throw new ModelFormatException($"The value '{path}' of the model is the schema '{number}' and there are '{schemas.Count}'.");
        }

        _schemaEntriesLeft -= _schemaEntries[number];
        return _schemaEntriesLeft >= 0
            ? schemas[number]
            : throw new ModelFormatException($"The parts of the model name more than '{Limits.MaxSchemaEntries}' features and levels together, which is the limit.");
    }
}
