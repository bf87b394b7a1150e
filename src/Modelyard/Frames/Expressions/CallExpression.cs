using Modelyard.Frames.Expressions.Functions;

namespace Modelyard.Frames.Expressions;

/// <summary>Represents a function, or an operator, of other expressions.</summary>
/// <param name="function">The function.</param>
/// <param name="arguments">As many arguments as it takes.</param>
internal sealed class CallExpression(Function function, params Expression[] arguments) : Expression(arguments)
{
    private readonly int _hash = arguments.Aggregate(function.Name.GetHashCode(StringComparison.Ordinal), (hash, argument) => HashCode.Combine(hash, argument.GetHashCode()));

    /// <summary>Gets the function.</summary>
    public Function Function { get; } = function;

    /// <summary>Gets the arguments.</summary>
    public IReadOnlyList<Expression> Arguments { get; } = arguments;

    /// <inheritdoc/>
    public override bool Equals(Expression? other) =>
        ReferenceEquals(this, other)
        || (other is CallExpression call && call.GetHashCode() == _hash && call.Function == Function && call.Arguments.Count == Arguments.Count
            && Arguments.Zip(call.Arguments).All(pair => pair.First.Equals(pair.Second)));

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
