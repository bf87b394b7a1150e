using Modelyard.Frames.Expressions;

namespace Modelyard.Frames;

/// <content>Computing by expressions.</content>
public sealed partial class Frame
{
    /// <summary>Creates a frame with one more column that is computed, or with the column of that name replaced.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="expression">What is computed of each row.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="ExpressionException">The expression does not fit the table, or fails for a row.</exception>
    public Frame With(string name, Expression expression) => With((name, expression));

    /// <summary>Creates a frame with more columns that are computed, all of this table: none sees another that is computed with it.</summary>
    /// <param name="columns">The names of the columns and what is computed of each row.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="ExpressionException">An expression does not fit the table, or fails for a row.</exception>
    public Frame With(params (string Name, Expression Expression)[] columns)
    {
        Frame result = this;
        foreach (Column column in Compute(columns))
        {
            result = result.With(column);
        }

        return result;
    }

    /// <summary>Creates a frame of columns that are computed.</summary>
    /// <param name="columns">The names of the columns and what is computed of each row.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="ExpressionException">An expression does not fit the table, or fails for a row.</exception>
    public Frame Select(params (string Name, Expression Expression)[] columns) => new(Compute(columns), RowCount);

    /// <summary>Creates a frame of the rows for which a condition is true; where it is missing the row is dropped.</summary>
    /// <param name="condition">The condition.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="ExpressionException">The condition is none or does not fit the table, or fails for a row.</exception>
    public Frame Filter(Expression condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return RowFilter.Keep(this, condition.Bind(this).FindTrue(this));
    }

    /// <summary>Creates a frame whose rows are sorted by what is computed of them; equal rows keep their order and missing values come last.</summary>
    /// <param name="key">What is computed of each row.</param>
    /// <param name="descending">True to put the greatest first.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="ExpressionException">The expression does not fit the table, or fails for a row.</exception>
    public Frame SortBy(Expression key, bool descending = false)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Take(SortStably(RowNumbers(RowCount), key.Evaluate(this), descending));
    }

    private Column[] Compute((string Name, Expression Expression)[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return Array.ConvertAll(columns, column =>
        {
            ArgumentException.ThrowIfNullOrEmpty(column.Name, nameof(columns));
            ArgumentNullException.ThrowIfNull(column.Expression, nameof(columns));
            return column.Expression.Bind(this).Evaluate(this, column.Name);
        });
    }
}
