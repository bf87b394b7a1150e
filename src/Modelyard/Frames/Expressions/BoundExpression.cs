using Modelyard.Frames.Expressions.Evaluation;

namespace Modelyard.Frames.Expressions;

/// <summary>Represents an expression that fits columns of certain names and kinds, and evaluates tables that have them.</summary>
/// <remarks>
/// Blocks of rows stay in the caches while all parts are computed; tables of many rows are computed by all processors, with the same bits for any number.
/// It is immutable and safe to use from any number of threads.
/// </remarks>
public sealed class BoundExpression
{
    private readonly EvaluationProgram _program;
    private readonly CallExpression? _wholeColumn;

    internal BoundExpression(Expression expression, Node root, IReadOnlyList<string> columns, CallExpression? wholeColumn)
    {
        Expression = expression;
        Columns = columns;
        _program = new EvaluationProgram(root);
        _wholeColumn = wholeColumn;
    }

    /// <summary>Gets the expression.</summary>
    public Expression Expression { get; }

    /// <summary>Gets the kind of the results. Texts chosen among categories and fixed texts are categories.</summary>
    public ColumnKind Kind => _program.Root.Kind;

    /// <summary>Gets the names of the columns that are used, sorted.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Gets a value indicating whether each row is computed of itself alone, so that a part of a table gives the same as the whole; not so of statistics such as <c>mean(x)</c>.</summary>
    public bool IsRowWise => _wholeColumn is null;

    /// <summary>Requires that each row is computed of itself alone: of a stream, or of rows that come one by one.</summary>
    /// <exception cref="ExpressionException">The expression uses a statistic of a whole column.</exception>
    public void RequireRowWise()
    {
        if (_wholeColumn is not null)
        {
            throw new ExpressionException(
                $"'{ExpressionPrinter.Brief(_wholeColumn)}' is computed of the whole column, which a part of the rows does not have; compute it first and write the number.", _wholeColumn.Source);
        }
    }

    /// <summary>Computes the expression for each row of a table.</summary>
    /// <param name="table">The table; it may have more columns than are used.</param>
    /// <param name="name">The name of the result; the expression's text if null.</param>
    /// <param name="firstRow">The number of the table's first row, where it is a part of a longer one: for <c>row()</c> and errors.</param>
    /// <returns>A column of one cell a row.</returns>
    /// <exception cref="UnknownColumnException">The table lacks a column.</exception>
    /// <exception cref="ExpressionException">A column is of another kind than the expression was bound to, or a row fails, such as by a whole number beyond 64 bits.</exception>
    public Column Evaluate(Frame table, string? name = null, long firstRow = 0) =>
        new ColumnWriter(Begin(table, firstRow)).Write(name ?? (Expression is ColumnExpression column ? column.Name : ExpressionPrinter.Brief(Expression)));

    /// <summary>Finds the rows of a table for which a condition is true, as bits.</summary>
    internal ulong[] FindTrue(Frame table)
    {
        RequireCondition();
        return new ColumnWriter(Begin(table, 0)).WriteTrue();
    }

    private void RequireCondition()
    {
        if (Kind != ColumnKind.Boolean)
        {
            throw new ExpressionException($"'{ExpressionPrinter.Brief(Expression)}' is '{Kind}' and must be a condition, true or false, such as 'x > 0'.", Expression.Source);
        }
    }

    private Evaluation.Evaluation Begin(Frame table, long firstRow)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new Evaluation.Evaluation(_program, table, table.RowCount, firstRow);
    }
}
