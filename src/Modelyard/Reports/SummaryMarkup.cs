using Modelyard.Inference;

namespace Modelyard.Reports;

/// <summary>Makes parts of a page of the tables that people read.</summary>
public static class SummaryMarkup
{
    /// <summary>Writes the rows of a table, with its title above and its notes beneath.</summary>
    /// <param name="writer">The page.</param>
    /// <param name="summary">The table; its facts are left out.</param>
    public static void Write(HtmlWriter writer, SummaryTable summary)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(summary);
        writer.Write($"<h3>{summary.Title}</h3>\n");
        writer.Table(Table(summary));
        foreach (string note in summary.Notes)
        {
            writer.Paragraph(note);
        }
    }

    /// <summary>Makes the table of a page.</summary>
    /// <param name="summary">The table; its facts and notes are left out.</param>
    /// <returns>A new table.</returns>
    public static HtmlTable Table(SummaryTable summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return new HtmlTable
        {
            Title = summary.Title,
            Columns = [.. summary.Headers.Select((header, place) => new HtmlColumn(header, Kind(summary, place)))],
            Rows = [.. summary.Rows.Select(row => (IReadOnlyList<Markup>)[.. row.Select(Markup.Text)])],
        };
    }

    /// <summary>Determines how a column is set: words behind the first column may break into lines.</summary>
    private static HtmlColumnKind Kind(SummaryTable summary, int place) =>
        !summary.WordColumns.Contains(place) ? HtmlColumnKind.Number : place == 0 ? HtmlColumnKind.Text : HtmlColumnKind.Prose;
}
