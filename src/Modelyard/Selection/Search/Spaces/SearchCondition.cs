namespace Modelyard.Selection.Search;

/// <summary>Says when an axis of a search space has a value: when a choice before it has one of some values.</summary>
/// <param name="Name">The name of the choice.</param>
/// <param name="Values">The values for which the axis has one.</param>
public sealed record SearchCondition(string Name, params IReadOnlyList<string> Values)
{
    /// <summary>Says whether the condition holds.</summary>
    /// <param name="value">The value of the choice; null if it has none.</param>
    /// <returns>Whether it is one of the values.</returns>
    public bool Holds(string? value) => value is not null && Values.Contains(value, StringComparer.Ordinal);

    /// <summary>Writes the condition as <c>--space</c> takes it.</summary>
    public override string ToString() => $"{Name}={{{string.Join(",", Values)}}}";
}
