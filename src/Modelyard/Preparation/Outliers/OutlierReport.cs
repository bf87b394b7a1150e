using System.Globalization;
using System.Text;

namespace Modelyard.Preparation.Outliers;

/// <summary>Represents what the treatment of outliers changed in a table.</summary>
/// <param name="Action">What was done.</param>
/// <param name="RowsBefore">The number of rows before.</param>
/// <param name="RowsAfter">The number of rows after; fewer if rows were dropped.</param>
/// <param name="Columns">What was done to each column.</param>
public sealed record OutlierReport(OutlierAction Action, int RowsBefore, int RowsAfter, IReadOnlyList<OutlierColumnReport> Columns)
{
    private static readonly string[] s_titles = ["column", "lower", "upper", "below", "above", "mean", "std", "least", "greatest"];

    /// <summary>Gets the number of values beyond the limits, of all columns; of an isolation forest, which finds rows, that of the rows.</summary>
    public int Outliers => OutlierRows ?? Columns.Sum(column => column.Below + column.Above);

    /// <summary>Gets the number of rows that were found to be outliers as a whole; null if values were.</summary>
    public int? OutlierRows { get; init; }

    /// <summary>Formats a table with a line for each column: limits, counts, and the figures before and after.</summary>
    /// <returns>The text, in which 'a > b' is before and after.</returns>
    public override string ToString()
    {
        List<string[]> lines = [s_titles, .. Columns.Select(Line)];
        int[] widths = [.. Enumerable.Range(0, s_titles.Length).Select(place => lines.Max(line => line[place].Length))];
        var text = new StringBuilder(FormattableString.Invariant($"{Outliers:N0} {(OutlierRows is null ? "outliers" : "rows are outliers")}, {Done()}"));
        foreach (string[] line in lines)
        {
            text.Append('\n').Append(string.Join("  ", line.Select((cell, place) => place == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[place]))).TrimEnd());
        }

        return text.ToString();
    }

    private string Done() => Action switch
    {
        OutlierAction.Trim => FormattableString.Invariant($"{RowsBefore - RowsAfter:N0} of {RowsBefore:N0} rows dropped"),
        OutlierAction.Cap => "capped at the limits",
        _ => "set to the nearest value within the limits",
    };

    private static string[] Line(OutlierColumnReport column)
    {
        OutlierLimits limits = column.Limits;
        string[] figures = limits.Note is { } note ? [note, ""] : [Figure(limits.Lower), Figure(limits.Upper)];
        return
        [
            limits.Column, .. figures, column.Below.ToString("N0", CultureInfo.InvariantCulture), column.Above.ToString("N0", CultureInfo.InvariantCulture),
            Change(column.Before.Mean, column.After.Mean), Change(column.Before.StandardDeviation, column.After.StandardDeviation),
            Change(column.Before.Minimum, column.After.Minimum), Change(column.Before.Maximum, column.After.Maximum),
        ];
    }

    private static string Change(double before, double after) => before.Equals(after) ? Figure(before) : $"{Figure(before)} -> {Figure(after)}";

    private static string Figure(double value) => value switch
    {
        double.PositiveInfinity or double.NegativeInfinity or double.NaN => "-",
        _ => value.ToString("G6", CultureInfo.InvariantCulture),
    };
}
