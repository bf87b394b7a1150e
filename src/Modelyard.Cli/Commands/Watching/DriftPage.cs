using Modelyard.Charts;
using Modelyard.Monitoring;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Writes how far a table has moved as a page.</summary>
internal static class DriftPage
{
    private const int MostCharts = 24;

    internal static void Write(string path, TableDrift drift, TogetherDrift? joint, string subtitle)
    {
        bool hasDrifted = drift.HasDrifted || joint?.HasDrifted == true;
        if (ChartPage.IsPicture(path))
        {
            ChartPage.Write(path, "", "", "", [drift.ToChart()]);
            return;
        }

        ChartPage.Write(path, "Drift", hasDrifted ? "What has moved" : "Nothing has moved", subtitle, writer =>
        {
            writer.Callout(hasDrifted ? CalloutKind.Warning : CalloutKind.Note, joint is null ? drift.Summary : $"{drift.Summary} {joint.Summary}");
            writer.KeyFigures(
            [
                new KeyFigure("columns that have moved", $"{drift.Drifted.Count} of {drift.Columns.Count}"),
                new KeyFigure("rows of the reference", NumberText.Count(drift.ReferenceRows)),
                new KeyFigure("rows now", NumberText.Count(drift.CurrentRows)),
                new KeyFigure("false alarms", NumberText.Percent(joint is null ? drift.Options.Level : drift.Options.Level + joint.Options.Level), "of tables that have not changed"),
            ]);
            writer.Figure(drift.ToChart(), wide: true);
            ColumnDrift[] shown = [.. drift.Drifted.Where(column => column.ValuesDrifted && column.Current.Present > 0 && column.Reference.Present > 0).Take(MostCharts)];
            if (shown.Length > 0)
            {
                writer.Section("columns", "Then and now", shown.Length == MostCharts ? $"The {MostCharts} columns that have moved most." : "", section => section.Grid(grid =>
                {
                    foreach (ColumnDrift column in shown)
                    {
                        grid.Figure(column.ToChart(), $"{column.Evidence}.");
                    }
                }));
            }

            if (joint is not null)
            {
                TogetherText.WritePage(writer, joint);
            }

            if (drift.Quality.Count > 0)
            {
                writer.Section("quality", "What does not fit the reference", "", section => section.Table(new HtmlTable
                {
                    Title = "What does not fit the reference",
                    Columns = [new HtmlColumn("column"), new HtmlColumn("rows", HtmlColumnKind.Number), new HtmlColumn("share", HtmlColumnKind.Number), new HtmlColumn("what", HtmlColumnKind.Prose)],
                    Rows = [.. drift.Quality.Select(one => (IReadOnlyList<Markup>)[Markup.Name(one.Column), Markup.Text(NumberText.Count(one.Rows)), Markup.Text(NumberText.Percent(one.Share)), Markup.Text(one.Summary)])],
                }));
            }

            writer.Section("table", "All columns", $"P-values are adjusted for all looks at the table, by the method of Benjamini and Hochberg. The effect is the greatest difference of shares; below {NumberText.Value(drift.Options.LeastEffect)} it does not matter.", section => section.Table(Table(drift)));
            if (drift.Unwatched.Count > 0)
            {
                writer.Paragraph($"Not compared: {string.Join(", ", drift.Unwatched.Select(one => $"{one.Name} ({one.Reason})"))}.");
            }
        });
    }

    private static HtmlTable Table(TableDrift drift)
    {
        string[] figures = ["effect", "p", "adjusted p", "missing", "PSI", "Wasserstein"];
        return new HtmlTable
        {
            Title = "All columns",
            Columns = [new HtmlColumn("column"), new HtmlColumn("drift"), .. figures.Select(name => new HtmlColumn(name, HtmlColumnKind.Number)), new HtmlColumn("test"), new HtmlColumn("what differs", HtmlColumnKind.Prose)],
            Rows = [.. drift.Columns.OrderByDescending(column => column.Drifted).Select(column => (IReadOnlyList<Markup>)[
                Markup.Name(column.Name),
                .. new[]
                {
                    column.Drifted ? "yes" : "", Figures.Score(column.Effect), Figures.Chance(column.PValue), Figures.Chance(column.AdjustedPValue), DriftText.Missing(column.Missing), Figures.Score(column.Distances.PopulationStability),
                    Figures.Score(column.Distances.Wasserstein), column.Test.Length == 0 ? "not compared" : column.Test, DriftText.What(column, drift.Options),
                }.Select(Markup.Text)])],
        };
    }
}
