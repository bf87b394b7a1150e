using Modelyard.Frames;
using Modelyard.Frames.Expressions;

namespace Modelyard.Evaluation;

/// <summary>Refuses metrics that would leave rows out: statistics pass over missing cells, and a model must not gain by predictions that cannot be judged, such as those below zero in a logarithm.</summary>
internal static class MissingTerms
{
    // The others count the present cells, or the rows.
    private static readonly string[] Statistics = ["sum", "mean", "std", "var", "min", "max", "median", "quantile"];

    /// <summary>Looks for a missing cell in what statistics are taken of; where the expression itself says <c>null</c>, it is meant.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="scored">The rows and their predictions.</param>
    /// <exception cref="ModelyardException">There is one.</exception>
    internal static void Refuse(Expression expression, Frame scored)
    {
        if (expression is not CallExpression call)
        {
            return;
        }

        if (Statistics.Contains(call.Function.Name, StringComparer.Ordinal) && !SaysMissing(call.Arguments[0]))
        {
            Column cells = call.Arguments[0].Evaluate(scored);
            int row = cells.MissingCount == 0 ? -1 : Enumerable.Range(0, cells.Length).First(cells.IsMissing);
            if (row >= 0)
            {
                throw new ModelyardException(
                    $"'{ExpressionPrinter.Brief(call.Arguments[0])}' has no value where actual is '{scored["actual"].FormatCell(row)}' and predicted '{scored["predicted"].FormatCell(row)}' ({cells.MissingCount:N0} of {cells.Length:N0} rows), "
                    + "and a metric that left such rows out would favour them. Say what they count, as in 'ifmissing(x, 1)', or 'null' if they are to be left out.");
            }
        }

        foreach (Expression argument in call.Arguments)
        {
            Refuse(argument, scored);
        }
    }

    private static bool SaysMissing(Expression expression) =>
        expression is LiteralExpression { Content: null } || (expression is CallExpression call && call.Arguments.Any(SaysMissing));
}
