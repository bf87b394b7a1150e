using System.Collections;

namespace Modelyard.Learning;

/// <summary>Represents the ordered features that a model reads.</summary>
public sealed class FeatureSchema : IReadOnlyList<Feature>
{
    private readonly Feature[] _features;
    private readonly Dictionary<string, int> _positions;

    /// <summary>Initializes a schema.</summary>
    /// <param name="features">The features in the order of the columns of the data.</param>
    /// <exception cref="ArgumentException">Two features share a name.</exception>
    public FeatureSchema(params IEnumerable<Feature> features)
    {
        _features = [.. features];
        _positions = new Dictionary<string, int>(_features.Length, StringComparer.Ordinal);
        for (int i = 0; i < _features.Length; i++)
        {
            if (!_positions.TryAdd(_features[i].Name, i))
            {
                throw new ArgumentException($"The feature '{_features[i].Name}' is named twice and must be named once.", nameof(features));
            }
        }
    }

    /// <inheritdoc/>
    public int Count => _features.Length;

    /// <inheritdoc/>
    public Feature this[int index] => _features[index];

    /// <summary>Creates a schema of numeric features named x0, x1, and so on.</summary>
    /// <param name="count">The number of features.</param>
    /// <returns>A new schema.</returns>
    public static FeatureSchema Numeric(int count) => new(Enumerable.Range(0, count).Select(i => new Feature($"x{i}")));

    /// <summary>Finds the position of a feature.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The zero-based position, or -1 if there is none of this name.</returns>
    public int IndexOf(string name) => _positions.GetValueOrDefault(name, -1);

    /// <summary>Creates the schema of encoded rows: these features, then one for each term of each text, named as in <c>subject: free</c>.</summary>
    /// <returns>A new schema; this one if no feature is a text.</returns>
    public FeatureSchema WithTerms()
    {
        Feature[] texts = Array.FindAll(_features, feature => feature.Kind == FeatureKind.Text);
        if (texts.Length == 0)
        {
            return this;
        }

        var names = new HashSet<string>(_positions.Keys, StringComparer.Ordinal);
        return new FeatureSchema(_features.Concat(texts.SelectMany(text => text.Levels.Select(term => new Feature(Unique($"{text.Name}: {term}", names), FeatureKind.Term)))));
    }

    /// <summary>Creates the schema of the columns alone, without the features that are terms of texts.</summary>
    /// <returns>A new schema; this one if no feature is a term.</returns>
    public FeatureSchema WithoutTerms() => Array.Exists(_features, feature => feature.Kind == FeatureKind.Term)
        ? new FeatureSchema(_features.Where(feature => feature.Kind != FeatureKind.Term))
        : this;

    /// <inheritdoc/>
    public IEnumerator<Feature> GetEnumerator() => ((IEnumerable<Feature>)_features).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _features.GetEnumerator();

    private static string Unique(string name, HashSet<string> names)
    {
        string unique = name;
        for (int number = 2; !names.Add(unique); number++)
        {
            unique = $"{name} ({number})";
        }

        return unique;
    }
}
