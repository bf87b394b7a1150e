namespace Modelyard.Selection.Search;

/// <summary>Represents a choice among values without an order.</summary>
public sealed record ChoiceDimension : SearchDimension
{
    /// <summary>Initializes a choice.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">The values, one or more, all different.</param>
    /// <exception cref="ModelyardException">There is no value, or one is there twice.</exception>
    public ChoiceDimension(string name, params IReadOnlyList<string> values)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0 || values.Distinct(StringComparer.Ordinal).Count() != values.Count)
        {
            throw new ModelyardException($"The values of '{name}' are '{{{string.Join(",", values)}}}' and must be one or more, all different.");
        }

        Values = values;
    }

    /// <summary>Gets the values.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <inheritdoc/>
    public override int? Count => Values.Count;

    /// <inheritdoc/>
    public override bool IsChoice => true;

    /// <inheritdoc/>
    public override string Range => $"{{{string.Join(",", Values)}}}";

    /// <inheritdoc/>
    public override string At(double share) => Values[Math.Clamp((int)(share * Values.Count), 0, Values.Count - 1)];

    /// <inheritdoc/>
    public override double ShareOf(string value)
    {
        int place = PlaceOf(value);
        return place < 0 ? double.NaN : (place + 0.5) / Values.Count;
    }

    /// <summary>Finds the place of a value; -1 if it is none of them.</summary>
    internal int PlaceOf(string value)
    {
        for (int i = 0; i < Values.Count; i++)
        {
            if (string.Equals(Values[i], value, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
