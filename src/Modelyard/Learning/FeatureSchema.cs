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

    /// <inheritdoc/>
    public IEnumerator<Feature> GetEnumerator() => ((IEnumerable<Feature>)_features).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _features.GetEnumerator();
}
