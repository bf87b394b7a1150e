using Modelyard.Frames;
using Modelyard.Frames.Expressions;

namespace Modelyard.Evaluation;

/// <summary>Represents a figure that a business is run by, as an expression over rows and what was predicted for them.</summary>
/// <param name="Name">The name.</param>
/// <param name="Expression">What it is computed of: statistics over columns of the rows and of <see cref="ScoredTable"/>, as in <c>sum(if(predicted = 'Yes', if(actual = 'Yes', 90, -10), 0)) / count()</c>.</param>
public sealed record KeyFigure(string Name, Expression Expression)
{
    /// <summary>Reads a figure from text.</summary>
    /// <param name="text">A name and an expression, as in <c>profit = sum(if(predicted = actual, 5, -1))</c>.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ModelyardException">The text is not of that form, or the expression cannot be read.</exception>
    public static KeyFigure Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string name = equals > 0 ? text[..equals].Trim() : "";
        return name.Length > 0 && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.' or ' ')
            ? new KeyFigure(name, Expression.Parse(text[(equals + 1)..].Trim()))
            : throw new ModelyardException($"The figure '{text}' must be a name and an expression, as in 'profit = sum(if(predicted = actual, 5, -1))'.");
    }

    /// <summary>Computes the figure of a table.</summary>
    /// <param name="scored">The rows and their predictions.</param>
    /// <returns>The figure; NaN if it is missing.</returns>
    /// <exception cref="ModelyardException">A column is not there, the figure is not a number, or it is not one number but one a row.</exception>
    public double Of(Frame scored)
    {
        ArgumentNullException.ThrowIfNull(scored);
        if (scored.RowCount == 0)
        {
            return double.NaN;
        }

        BoundExpression bound = Expression.Bind(scored);
        Column column = bound.Evaluate(scored);
        if (column.Kind is not (ColumnKind.Boolean or ColumnKind.Integer or ColumnKind.Double))
        {
            throw new ModelyardException($"The figure '{Name}' is of the kind '{column.Kind}' and must be a number.");
        }

        double[] numbers = column.ToDoubles();
        return Array.TrueForAll(numbers, number => number.Equals(numbers[0]))

            // A number divided by nothing is no figure.
            ? double.IsFinite(numbers[0]) ? numbers[0] : double.NaN
            : throw new ModelyardException($"The figure '{Name}' is another number in each row, and must be one: put it into 'sum', 'mean' or another statistic.");
    }
}
