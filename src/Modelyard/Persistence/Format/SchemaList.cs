using Modelyard.Learning;

namespace Modelyard.Persistence.Format;

/// <summary>Numbers the feature schemas of a model, so that one that many parts share is written once.</summary>
internal sealed class SchemaList
{
    private readonly List<FeatureSchema> _schemas = [];

    internal IReadOnlyList<FeatureSchema> Schemas => _schemas;

    internal int NumberOf(FeatureSchema schema)
    {
        int number = _schemas.FindIndex(known => ReferenceEquals(known, schema) || known.SequenceEqual(schema));
        if (number < 0)
        {
            number = _schemas.Count;
            _schemas.Add(schema);
        }

        return number;
    }
}
