namespace Modelyard.Selection.Search;

/// <summary>Represents one axis of a search space: a name and the values that a search may give it.</summary>
/// <remarks>
/// Values are texts, as a command line gives them, so that equal points are seen to be equal. Strategies see an axis as the
/// range from 0 to 1, on which the prior is even: <see cref="At"/> leads there, <see cref="ShareOf"/> back.
/// </remarks>
/// <param name="Name">The name, as in <c>Alpha</c> or <c>Estimator.Alpha</c>.</param>
public abstract record SearchDimension(string Name)
{
    /// <summary>Gets when the axis has a value at all; null for always.</summary>
    public SearchCondition? When { get; init; }

    /// <summary>Gets the number of different values; null if there is no end of them.</summary>
    public abstract int? Count { get; }

    /// <summary>Gets a value indicating whether the values have no order.</summary>
    public virtual bool IsChoice => false;

    /// <summary>Gets the values in words, as <c>--space</c> takes them.</summary>
    public abstract string Range { get; }

    /// <summary>Gets the value at a share of the prior.</summary>
    /// <param name="share">The share, from 0 to 1.</param>
    /// <returns>The value in invariant format.</returns>
    public abstract string At(double share);

    /// <summary>Finds the share of the prior at which a value lies.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The share, from 0 to 1: a number beyond an end lies at that end. NaN if the value is none of the axis.</returns>
    public abstract double ShareOf(string value);

    /// <summary>Determines whether a value lies on the axis: a number within its ends, or one of its choices.</summary>
    internal virtual bool Holds(string value) => !double.IsNaN(ShareOf(value));

    /// <summary>Lists values evenly over the prior.</summary>
    /// <param name="resolution">The number of values of an axis that has more than that, 2 or more; choices are listed all.</param>
    /// <returns>The values, all different.</returns>
    public virtual IReadOnlyList<string> Grid(int resolution)
    {
        int steps = Count is { } count && (IsChoice || count <= resolution) ? count : resolution;
        return Count == steps
            ? [.. Enumerable.Range(0, steps).Select(i => At((i + 0.5) / steps))]
            : [.. Enumerable.Range(0, steps).Select(i => At(i / (steps - 1.0))).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Writes the axis as <c>--space</c> takes it.</summary>
    public sealed override string ToString() => When is null ? $"{Name}={Range}" : $"{Name}={Range} when {When}";
}
