namespace Modelyard.Frames.Expressions;

/// <summary>Represents a value that is the same for all rows.</summary>
/// <param name="value">A boolean, 64-bit integer, double, text or <see cref="DateTime"/>; null for missing.</param>
internal sealed class LiteralExpression(object? value) : Expression([])
{
    /// <summary>Gets the value.</summary>
    public object? Content { get; } = value;

    /// <inheritdoc/>
    public override bool Equals(Expression? other) => other is LiteralExpression literal && (Content, literal.Content) switch
    {
        (double mine, double its) => BitConverter.DoubleToInt64Bits(mine) == BitConverter.DoubleToInt64Bits(its),
        (DateTime mine, DateTime its) => mine == its && mine.Kind == its.Kind,
        _ => Equals(Content, literal.Content),
    };

    /// <inheritdoc/>
    public override int GetHashCode() => Content?.GetHashCode() ?? 0;
}
