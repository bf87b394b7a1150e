using System.Globalization;

namespace Modelyard.Selection.Search;

/// <summary>Represents a point of a search space: a value for each axis that has one. Points of equal values are equal.</summary>
public sealed class SearchPoint : IEquatable<SearchPoint>
{
    private readonly OrderedDictionary<string, string> _values;

    /// <summary>Initializes a point.</summary>
    /// <param name="values">The values by the names of their axes, in invariant format.</param>
    public SearchPoint(params IEnumerable<KeyValuePair<string, string>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _values = new OrderedDictionary<string, string>(values, StringComparer.Ordinal);
        Text = string.Join(", ", _values.Select(pair => $"{pair.Key}={pair.Value}"));
    }

    /// <summary>Gets the values by the names of their axes.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>Gets the point as one text, as in <c>Alpha=0.1, Kernel=Rbf</c>.</summary>
    public string Text { get; }

    /// <summary>Gets the value of an axis.</summary>
    /// <param name="name">The name of the axis.</param>
    /// <exception cref="KeyNotFoundException">The axis has no value here.</exception>
    public string this[string name] => _values[name];

    /// <summary>Gets the value of an axis as a number.</summary>
    /// <param name="name">The name of the axis.</param>
    /// <returns>The number.</returns>
    /// <exception cref="KeyNotFoundException">The axis has no value here.</exception>
    /// <exception cref="FormatException">The value is no number.</exception>
    public double Number(string name) => double.Parse(_values[name], NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public bool Equals(SearchPoint? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SearchPoint);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
