using Modelyard.Inference;

namespace Modelyard.Reports;

/// <summary>Makes parts of a page of the tables that people read.</summary>
public static class SummaryMarkup
{
    /// <summary>Makes the table of a page.</summary>
    /// <param name="summary">The table; its facts and notes are left out.</param>
    /// <returns>A new table.</returns>
    public static HtmlTable Table(SummaryTable summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return new HtmlTable
        {
            Title = summary.Title,
            Columns = [.. summary.Headers.Select((header, place) => new HtmlColumn(header, place == 0 ? HtmlColumnKind.Text : HtmlColumnKind.Number))],
            Rows = [.. summary.Rows.Select(row => (IReadOnlyList<Markup>)[.. row.Select(Markup.Text)])],
        };
    }
}
