using Modelyard.Frames.Expressions;
using Modelyard.Frames.Lineage;

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
        Column[] computed = Compute(columns, out BoundExpression[] bound);
        foreach (Column column in computed)
        {
            result = result.Put(column);
        }

        return Recorded(result, [.. bound.Zip(columns, (one, column) => (column.Name, one.Expression.ToString(), one.Columns))]);
    }

    /// <summary>Creates a frame of columns that are computed.</summary>
    /// <param name="columns">The names of the columns and what is computed of each row.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="ExpressionException">An expression does not fit the table, or fails for a row.</exception>
    public Frame Select(params (string Name, Expression Expression)[] columns)
    {
        Column[] computed = Compute(columns, out BoundExpression[] bound);
        return new Frame(computed, RowCount).Recorded(
            "select",
            [this],
            bound.Select((one, i) => Made(columns[i].Name, one.Columns)),
            ("columns", LineageText.Names(columns.Select(column => $"{column.Name} = {column.Expression}"))));
    }

    /// <summary>Creates a frame of the rows for which a condition is true; where it is missing the row is dropped.</summary>
    /// <param name="condition">The condition.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="ExpressionException">The condition is none or does not fit the table, or fails for a row.</exception>
    public Frame Filter(Expression condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return RowFilter.Keep(this, condition.Bind(this).FindTrue(this)).Recorded("filter", this, ("where", condition.ToString()));
    }

    /// <summary>Creates a frame whose rows are sorted by what is computed of them; equal rows keep their order and missing values come last.</summary>
    /// <param name="key">What is computed of each row.</param>
    /// <param name="descending">True to put the greatest first.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="ExpressionException">The expression does not fit the table, or fails for a row.</exception>
    public Frame SortBy(Expression key, bool descending = false)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Take(SortStably(RowNumbers(RowCount), key.Evaluate(this), descending)).Recorded("sort", this, ("by", key.ToString()), ("order", descending ? "descending" : null));
    }

    private Column[] Compute((string Name, Expression Expression)[] columns, out BoundExpression[] bound)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var computed = new Column[columns.Length];
        bound = new BoundExpression[columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            ArgumentException.ThrowIfNullOrEmpty(columns[i].Name, nameof(columns));
            ArgumentNullException.ThrowIfNull(columns[i].Expression, nameof(columns));
            bound[i] = columns[i].Expression.Bind(this);
            computed[i] = bound[i].Evaluate(this, columns[i].Name);
        }

        return computed;
    }
}
