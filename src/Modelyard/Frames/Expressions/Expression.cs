using Modelyard.Frames.Expressions.Binding;
using Modelyard.Frames.Expressions.Parsing;

namespace Modelyard.Frames.Expressions;

/// <summary>Represents what is computed of the columns of a table, row by row: an immutable tree of columns, values and functions.</summary>
/// <remarks>
/// Written in C# (<c>Expression.Col("distance") / Expression.Col("delay") &gt; 2</c>) or read from a text by <see cref="Parse"/>. Missing cells follow SQL:
/// what is computed of a missing cell is missing, and <c>false and missing</c> is false. Whole numbers never wrap: what exceeds 64 bits is an error that
/// names the row. Operators <c>==</c> and <c>!=</c> make comparisons; whether two trees are the same is what <see cref="Equals(Expression)"/> says.
/// </remarks>
public abstract partial class Expression : IEquatable<Expression>
{
    /// <summary>The greatest number of levels of a tree.</summary>
    public const int MaxDepth = 500;

    /// <summary>The greatest number of parts of a tree.</summary>
    public const int MaxSize = 100_000;

    /// <summary>The greatest number of characters of a text that is parsed.</summary>
    public const int MaxLength = 100_000;

    private protected Expression(IReadOnlyList<Expression> inputs)
    {
        int depth = 0;
        long size = 1;
        foreach (Expression input in inputs)
        {
            ArgumentNullException.ThrowIfNull(input, nameof(inputs));
            depth = Math.Max(depth, input.Depth);
            size += input.Size;
        }

        Depth = depth + 1;
        Size = (int)Math.Min(size, int.MaxValue);
        if (Depth > MaxDepth || Size > MaxSize)
        {
            throw new ExpressionException(
                Depth > MaxDepth
                    ? $"The expression is '{Depth}' levels deep and may be '{MaxDepth}' at most; compute a part of it as a column of its own, or list values by 'in'."
                    : $"The expression has more than '{MaxSize}' parts, which is the most allowed; compute a part of it as a column of its own.",
                null);
        }
    }

    /// <summary>Gets the number of levels.</summary>
    internal int Depth { get; }

    /// <summary>Gets the number of parts.</summary>
    internal int Size { get; }

    /// <summary>Gets where the part stands in the text that it was parsed from, if it was.</summary>
    internal SourceSpan? Source { get; init; }

    /// <summary>Reads an expression from a text such as <c>distance &gt; 100 and origin in ('ATL', 'ORD') and year(date) = 2001</c>.</summary>
    /// <param name="text">The text, of at most <see cref="MaxLength"/> characters.</param>
    /// <returns>The expression.</returns>
    /// <exception cref="ExpressionException">The text is no expression. The message shows where, and what was expected there.</exception>
    public static Expression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ExpressionParser(text).Parse();
    }

    /// <summary>Fits the expression to columns: finds its kind, or what is wrong with it, before anything runs.</summary>
    /// <param name="kinds">The kinds of the columns by their names.</param>
    /// <returns>What evaluates tables that have columns of these names and kinds, as often as is wished and from any thread.</returns>
    /// <exception cref="ExpressionException">A column is not known or a function is given what it does not take; the message names the part at fault.</exception>
    public BoundExpression Bind(IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        return Binder.Bind(this, kinds);
    }

    /// <summary>Fits the expression to the columns of a table.</summary>
    /// <param name="table">The table.</param>
    /// <returns>What evaluates this and other tables that have columns of these names and kinds.</returns>
    /// <exception cref="ExpressionException">A column is not known or a function is given what it does not take.</exception>
    public BoundExpression Bind(Frame table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Bind(table.Columns.ToDictionary(column => column.Name, column => column.Kind, StringComparer.Ordinal));
    }

    /// <summary>Computes the expression for each row of a table.</summary>
    /// <param name="table">The table.</param>
    /// <returns>A column of one cell a row, named by the expression's text.</returns>
    /// <exception cref="ExpressionException">The expression does not fit the table, or fails for a row.</exception>
    public Column Evaluate(Frame table) => Bind(table).Evaluate(table);

    /// <summary>Determines whether two expressions are the same tree.</summary>
    /// <param name="other">The other expression.</param>
    /// <returns>True if they have the same parts in the same order.</returns>
    public abstract bool Equals(Expression? other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => obj is Expression other && Equals(other);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>Prints the expression as a text that <see cref="Parse"/> reads as the same tree.</summary>
    /// <returns>The text.</returns>
    public sealed override string ToString() => new ExpressionPrinter().Print(this);
}
