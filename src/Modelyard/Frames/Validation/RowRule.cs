using Modelyard.Frames.Expressions;

namespace Modelyard.Frames.Validation;

/// <summary>Represents a condition over the columns of a row, such as <c>arrival &gt; departure</c>.</summary>
/// <remarks>As a check constraint of SQL, a rule fails where its condition is false; where it is missing, because a cell is, it does not.</remarks>
/// <param name="Name">What the rule is called.</param>
/// <param name="Condition">The condition, which each row must meet.</param>
public sealed record RowRule(string Name, Expression Condition)
{
    /// <summary>Initializes a rule whose condition is a text.</summary>
    /// <param name="name">What the rule is called.</param>
    /// <param name="condition">The condition.</param>
    /// <exception cref="ExpressionException">The text is no expression.</exception>
    public RowRule(string name, string condition)
        : this(name, Expression.Parse(condition))
    {
    }

    /// <summary>Gets what the rule is for, to be told where it fails; its condition if null.</summary>
    public string? Description { get; init; }

    /// <summary>Gets what a row that fails means.</summary>
    public Severity Severity { get; init; }
}
