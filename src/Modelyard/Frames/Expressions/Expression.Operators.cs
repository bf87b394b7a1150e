using Modelyard.Frames.Expressions.Functions;

namespace Modelyard.Frames.Expressions;

/// <content>Columns, values and operators.</content>
public abstract partial class Expression
{
    /// <summary>Gets the missing value: <c>null</c>.</summary>
    public static Expression Missing { get; } = new LiteralExpression(null);

    /// <summary>Gets the zero-based number of the row: <c>row()</c>.</summary>
    public static Expression Row { get; } = Call("row");

    /// <summary>Creates the expression that is a column.</summary>
    /// <param name="name">The name of the column, in the same case.</param>
    /// <returns>The expression.</returns>
    public static Expression Col(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new ColumnExpression(name);
    }

    /// <summary>Creates a whole number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The expression.</returns>
    public static Expression Value(long value) => new LiteralExpression(value);

    /// <summary>Creates a number.</summary>
    /// <param name="value">The number; NaN is missing.</param>
    /// <returns>The expression.</returns>
    public static Expression Value(double value) => double.IsNaN(value) ? Missing : new LiteralExpression(value);

    /// <summary>Creates true or false.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The expression.</returns>
    public static Expression Value(bool value) => new LiteralExpression(value);

    /// <summary>Creates a text.</summary>
    /// <param name="value">The text; null is missing.</param>
    /// <returns>The expression.</returns>
    public static Expression Value(string? value) => value is null ? Missing : new LiteralExpression(value);

    /// <summary>Creates a timestamp.</summary>
    /// <param name="value">The time; one of the local time zone is turned to UTC.</param>
    /// <returns>The expression.</returns>
    public static Expression Value(DateTime value) => new LiteralExpression(value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value);

    /// <summary>Chooses between two values row by row: <c>if(condition, then, otherwise)</c>.</summary>
    /// <param name="condition">The condition, boolean.</param>
    /// <param name="then">The value where the condition is true.</param>
    /// <param name="otherwise">The value where it is false or missing.</param>
    /// <returns>The expression. Only the chosen value can fail.</returns>
    public static Expression If(Expression condition, Expression then, Expression otherwise) => Call("if", condition, then, otherwise);

    /// <summary>Finds the least of several values of a row: <c>least(a, b, ...)</c>.</summary>
    /// <param name="values">Two or more numbers or timestamps.</param>
    /// <returns>The expression; missing if any value is.</returns>
    public static Expression Least(params Expression[] values) => Call("least", values);

    /// <summary>Finds the greatest of several values of a row: <c>greatest(a, b, ...)</c>.</summary>
    /// <param name="values">Two or more numbers or timestamps.</param>
    /// <returns>The expression; missing if any value is.</returns>
    public static Expression Greatest(params Expression[] values) => Call("greatest", values);

    /// <summary>Puts texts after one another: <c>concat(a, b, ...)</c>.</summary>
    /// <param name="texts">Two or more texts.</param>
    /// <returns>The expression; missing if any text is.</returns>
    public static Expression Concat(params Expression[] texts) => Call("concat", texts);

    /// <summary>Determines whether the value is missing: <c>x is missing</c>.</summary>
    /// <returns>The expression, never missing itself.</returns>
    public Expression IsMissing() => Call("ismissing", this);

    /// <summary>Puts another value where this one is missing: <c>ifmissing(x, y)</c>.</summary>
    /// <param name="other">The other value.</param>
    /// <returns>The expression.</returns>
    public Expression IfMissing(Expression other) => Call("ifmissing", this, other);

    /// <summary>Determines whether the value is one of several: <c>x in (1, 2)</c>.</summary>
    /// <param name="values">One or more values that are the same for all rows, none missing.</param>
    /// <returns>The expression; missing where the value is.</returns>
    public Expression In(params Expression[] values) => Call("in", [this, .. values]);

    /// <summary>Determines whether the value lies between two others, both included: <c>x &gt;= a and x &lt;= b</c>.</summary>
    /// <param name="least">The least value.</param>
    /// <param name="greatest">The greatest value.</param>
    /// <returns>The expression.</returns>
    public Expression Between(Expression least, Expression greatest) => (this >= least) & (this <= greatest);

    /// <summary>Creates the expression that is a whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Expression(long value) => Value(value);

    /// <summary>Creates the expression that is a number.</summary>
    /// <param name="value">The number; NaN is missing.</param>
    public static implicit operator Expression(double value) => Value(value);

    /// <summary>Creates the expression that is true or false.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Expression(bool value) => Value(value);

    /// <summary>Creates the expression that is a text, not a column.</summary>
    /// <param name="value">The text; null is missing.</param>
    public static implicit operator Expression(string? value) => Value(value);

    /// <summary>Creates the expression that is a timestamp.</summary>
    /// <param name="value">The time.</param>
    public static implicit operator Expression(DateTime value) => Value(value);

    /// <summary>Adds numbers, or puts texts after one another.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Expression operator +(Expression left, Expression right) => Call("+", left, right);

    /// <summary>Subtracts numbers.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Expression operator -(Expression left, Expression right) => Call("-", left, right);

    /// <summary>Changes the sign of a number.</summary>
    /// <param name="value">The number.</param>
    public static Expression operator -(Expression value) => Call("negate", value);

    /// <summary>Multiplies numbers.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Expression operator *(Expression left, Expression right) => Call("*", left, right);

    /// <summary>Divides numbers, whole ones too, into a double.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Expression operator /(Expression left, Expression right) => Call("/", left, right);

    /// <summary>Computes what a division that rounds down leaves: it has the sign of the divisor.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Expression operator %(Expression left, Expression right) => Call("%", left, right);

    /// <summary>Compares for equality.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Expression operator ==(Expression left, Expression right) => Call("=", left, right);

    /// <summary>Compares for inequality.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Expression operator !=(Expression left, Expression right) => Call("<>", left, right);

    /// <summary>Determines whether the left operand is less.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Expression operator <(Expression left, Expression right) => Call("<", left, right);

    /// <summary>Determines whether the left operand is less or equal.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Expression operator <=(Expression left, Expression right) => Call("<=", left, right);

    /// <summary>Determines whether the left operand is greater.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Expression operator >(Expression left, Expression right) => Call(">", left, right);

    /// <summary>Determines whether the left operand is greater or equal.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Expression operator >=(Expression left, Expression right) => Call(">=", left, right);

    /// <summary>Determines whether both are true; false if one is false, whatever the other.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Expression operator &(Expression left, Expression right) => Call("and", left, right);

    /// <summary>Determines whether one is true; true if one is true, whatever the other.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    public static Expression operator |(Expression left, Expression right) => Call("or", left, right);

    /// <summary>Negates a condition.</summary>
    /// <param name="value">The condition.</param>
    public static Expression operator !(Expression value) => Call("not", value);

    /// <summary>Divides and rounds down: <c>x // y</c>.</summary>
    /// <param name="divisor">The divisor; a whole number divided by a whole zero is missing.</param>
    /// <returns>The expression: a whole number of whole numbers.</returns>
    public Expression FloorDivide(Expression divisor) => Call("//", this, divisor);

    /// <summary>Creates the call of a function.</summary>
    private static CallExpression Call(string name, params Expression[] arguments)
    {
        Function function = FunctionTable.Get(name);
        return function.Takes(arguments.Length)
            ? new CallExpression(function, arguments)
            : throw new ExpressionException($"The function '{name}' is given '{arguments.Length}' arguments and takes {function.SpokenCount}.", null);
    }
}
