using Modelyard.Charts;
using Modelyard.Explanation.Shapley;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Cli.Commands.Explaining.Report;

/// <summary>Says in plain words what a cell holds and how it lies among the others of its column.</summary>
/// <param name="columns">The columns of the table.</param>
/// <param name="rows">Rows of the table, rows x features.</param>
internal sealed class CellWords(FeatureSchema columns, Matrix rows)
{
    // Between the shares a cell is ordinary, and to say where it lies would only lengthen the sentence.
    private const double Notable = 0.6;
    private const int FewestValues = 4;
    private const int MostTerms = 3;

    // Terms that weigh less than this share of the column's contribution are not worth a word.
    private const double LeastOfColumn = 0.1;

    /// <summary>Says what a cell holds, as in "'tenure' is 2, which is lower than in 92 % of the rows".</summary>
    internal string Of(ColumnContribution cell, double value)
    {
        int place = columns.IndexOf(cell.Column);
        Feature column = columns[place];
        return cell.Value is null ? $"'{cell.Column}' is missing" : column.Kind switch
        {
            FeatureKind.Text => Terms(cell),
            FeatureKind.Categorical => $"'{cell.Column}' is '{cell.Value}'",
            FeatureKind.Boolean => $"'{cell.Column}' is {cell.Value}",
            _ => $"'{cell.Column}' is {cell.Value}{Rank(place, value, column.Kind == FeatureKind.Timestamp)}",
        };
    }

    /// <summary>Names the words of a text that pull where all of it pulls, as in "'note' reads so ('refund', 'late'; without 'thanks')".</summary>
    private static string Terms(ColumnContribution cell)
    {
        TermContribution[] pulling = [.. cell.Terms.Where(term => term.Contribution * cell.Contribution > 0 && Math.Abs(term.Contribution) > LeastOfColumn * Math.Abs(cell.Contribution)).Take(MostTerms)];
        string has = Names(pulling.Where(term => term.Count > 0)), lacks = Names(pulling.Where(term => term.Count == 0));
        return pulling.Length == 0 ? $"'{cell.Column}' reads as it does"
            : $"'{cell.Column}' reads so ({has}{(has.Length > 0 && lacks.Length > 0 ? "; " : "")}{(lacks.Length > 0 ? $"without {lacks}" : "")})";

        static string Names(IEnumerable<TermContribution> terms) => string.Join(", ", terms.Select(term => $"'{term.Term}'"));
    }

    /// <summary>Joins phrases as a sentence does.</summary>
    internal static string Join(IReadOnlyList<string> phrases) => phrases.Count switch
    {
        0 => "",
        1 => phrases[0],
        2 => $"{phrases[0]} and {phrases[1]}",
        _ => $"{string.Join(", ", phrases.Take(phrases.Count - 1))} and {phrases[^1]}",
    };

    /// <summary>Counts rows.</summary>
    internal static string Rows(int count) => NumberText.Counted(count, "row");

    /// <summary>Writes a chance: never as certain.</summary>
    internal static string Chance(double value) => value switch
    {
        > 0.995 => "more than 99\u00A0%",
        < 0.005 => "less than 1\u00A0%",
        _ => NumberText.Percent(value, 0),
    };

    private string Rank(int place, double value, bool isTime)
    {
        double[] cells = [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, place]).Where(cell => !double.IsNaN(cell))];
        if (cells.Distinct().Take(FewestValues).Count() < FewestValues)
        {
            return "";
        }

        double below = (double)cells.Count(cell => cell < value) / cells.Length, above = (double)cells.Count(cell => cell > value) / cells.Length;
        return above >= Notable ? $", which is {(isTime ? "earlier" : "lower")} than in {Share(above)}"
            : below >= Notable ? $", which is {(isTime ? "later" : "higher")} than in {Share(below)}"
            : "";
    }

    private static string Share(double share) => share > 0.995 ? "almost all of the rows" : $"{NumberText.Percent(share, 0)} of the rows";
}
