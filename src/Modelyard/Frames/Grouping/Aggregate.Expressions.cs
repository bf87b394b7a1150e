using Modelyard.Frames.Expressions;

namespace Modelyard.Frames;

/// <content>Aggregates of what is computed of each row.</content>
public sealed partial record Aggregate
{
    /// <summary>Counts the rows for which an expression is present.</summary>
    /// <param name="expression">What is computed of each row of the table.</param>
    /// <returns>The aggregate, named by the expression's text; <see cref="As"/> gives it another name.</returns>
    public static Aggregate Count(Expression expression) => Count(Text(expression)) with { Expression = expression };

    /// <summary>Adds what is computed of each row.</summary>
    /// <param name="expression">What is computed of each row of the table.</param>
    /// <returns>The aggregate, named by the expression's text; <see cref="As"/> gives it another name.</returns>
    public static Aggregate Sum(Expression expression) => Sum(Text(expression)) with { Expression = expression };

    /// <summary>Averages what is computed of each row.</summary>
    /// <param name="expression">What is computed of each row of the table.</param>
    /// <returns>The aggregate, named by the expression's text; <see cref="As"/> gives it another name.</returns>
    public static Aggregate Mean(Expression expression) => Mean(Text(expression)) with { Expression = expression };

    /// <summary>Computes the standard deviation, as that of a sample, of what is computed of each row.</summary>
    /// <param name="expression">What is computed of each row of the table.</param>
    /// <returns>The aggregate, named by the expression's text; <see cref="As"/> gives it another name.</returns>
    public static Aggregate StandardDeviation(Expression expression) => StandardDeviation(Text(expression)) with { Expression = expression };

    /// <summary>Computes the variance, as that of a sample, of what is computed of each row.</summary>
    /// <param name="expression">What is computed of each row of the table.</param>
    /// <returns>The aggregate, named by the expression's text; <see cref="As"/> gives it another name.</returns>
    public static Aggregate Variance(Expression expression) => Variance(Text(expression)) with { Expression = expression };

    /// <summary>Finds the least of what is computed of each row.</summary>
    /// <param name="expression">What is computed of each row of the table.</param>
    /// <returns>The aggregate, named by the expression's text; <see cref="As"/> gives it another name.</returns>
    public static Aggregate Minimum(Expression expression) => Minimum(Text(expression)) with { Expression = expression };

    /// <summary>Finds the greatest of what is computed of each row.</summary>
    /// <param name="expression">What is computed of each row of the table.</param>
    /// <returns>The aggregate, named by the expression's text; <see cref="As"/> gives it another name.</returns>
    public static Aggregate Maximum(Expression expression) => Maximum(Text(expression)) with { Expression = expression };

    /// <summary>Computes the median of what is computed of each row.</summary>
    /// <param name="expression">What is computed of each row of the table.</param>
    /// <returns>The aggregate, named by the expression's text; <see cref="As"/> gives it another name.</returns>
    public static Aggregate Median(Expression expression) => Median(Text(expression)) with { Expression = expression };

    /// <summary>Takes the first that is present of what is computed of each row.</summary>
    /// <param name="expression">What is computed of each row of the table.</param>
    /// <returns>The aggregate, named by the expression's text; <see cref="As"/> gives it another name.</returns>
    public static Aggregate First(Expression expression) => First(Text(expression)) with { Expression = expression };

    /// <summary>Takes the last that is present of what is computed of each row.</summary>
    /// <param name="expression">What is computed of each row of the table.</param>
    /// <returns>The aggregate, named by the expression's text; <see cref="As"/> gives it another name.</returns>
    public static Aggregate Last(Expression expression) => Last(Text(expression)) with { Expression = expression };

    /// <summary>Counts the different values of what is computed of each row.</summary>
    /// <param name="expression">What is computed of each row of the table.</param>
    /// <returns>The aggregate, named by the expression's text; <see cref="As"/> gives it another name.</returns>
    public static Aggregate UniqueCount(Expression expression) => UniqueCount(Text(expression)) with { Expression = expression };

    /// <summary>Finds the most frequent value of what is computed of each row; of several the least.</summary>
    /// <param name="expression">What is computed of each row of the table.</param>
    /// <returns>The aggregate, named by the expression's text; <see cref="As"/> gives it another name.</returns>
    public static Aggregate Mode(Expression expression) => Mode(Text(expression)) with { Expression = expression };

    /// <summary>Computes a quantile, by linear interpolation, of what is computed of each row.</summary>
    /// <param name="expression">What is computed of each row of the table.</param>
    /// <param name="share">The share of values below it, from 0 to 1.</param>
    /// <returns>The aggregate, named by the expression's text; <see cref="As"/> gives it another name.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public static Aggregate Quantile(Expression expression, double share) => Quantile(Text(expression), share) with { Expression = expression };

    private static string Text(Expression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        return expression is ColumnExpression column ? column.Name : ExpressionPrinter.Brief(expression);
    }
}
