namespace Modelyard.Frames.Expressions;

/// <summary>Represents a column.</summary>
/// <param name="name">The name.</param>
internal sealed class ColumnExpression(string name) : Expression([])
{
    /// <summary>Gets the name.</summary>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public override bool Equals(Expression? other) => other is ColumnExpression column && column.Name == Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
