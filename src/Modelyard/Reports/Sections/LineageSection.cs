using Modelyard.Charts;
using Modelyard.Frames.Lineage;
using Modelyard.Reports.Content;

namespace Modelyard.Reports.Sections;

/// <summary>Shows where the model comes from.</summary>
internal static class LineageSection
{
    private const int MostDrawn = 60;
    private const int MostListed = 1000;
    private const int MostOrigins = 12;

    public static void Write(HtmlWriter writer, TrainingReportContent content)
    {
        if (content.Lineage.Count == 0)
        {
            return;
        }

        writer.Section("lineage", "Where it comes from", "What is needed to make the same model again.", section =>
        {
            IEnumerable<(string, string)> duration = content.Duration is { } time ? [("Training took", NumberText.Duration(time.TotalSeconds))] : [];
            section.Definitions(content.Lineage.Select(fact => (fact.Name, fact.Value)).Concat(duration));
            if (content.DataLineage is { } lineage)
            {
                Write(section, lineage);
            }
        });
    }

    private static void Write(HtmlWriter section, ReportLineage lineage)
    {
        int steps = lineage.Table.History().Count;
        if (steps <= MostDrawn)
        {
            section.Figure(LineageChart.Of(lineage.Table, "The training table"), "What was read on the left, each verb as a box, the training table on the right.", wide: true);
        }
        else
        {
            section.Paragraph($"The training table came out of {NumberText.Count(steps)} steps, too many to draw.");
        }

        section.Details("Where each feature comes from", inner => inner.Table(new HtmlTable
        {
            Title = lineage.Features.Count > MostListed ? $"The first {NumberText.Count(MostListed)} features" : "The features",
            Columns = [new("Feature"), new("Source"), new("Column")],
            Rows = [.. lineage.Features.Take(MostListed).SelectMany(feature => Rows(lineage.Table, feature))],
        }));
    }

    private static IEnumerable<IReadOnlyList<Markup>> Rows(LineageStep table, string feature)
    {
        IReadOnlyList<ColumnOrigin> origins = table.Columns.Contains(feature, StringComparer.Ordinal) ? table.SourcesOf(feature) : [];
        IEnumerable<(string Source, string Column)> shown = origins.Take(MostOrigins).Select(origin => (origin.Step.Source?.Name ?? origin.Step.Verb, origin.Column));
        return shown
            .Concat(origins.Count > MostOrigins ? [("...", $"and {NumberText.Count(origins.Count - MostOrigins)} more")] : Array.Empty<(string, string)>())
            .Select(one => (IReadOnlyList<Markup>)[Markup.Text(feature), Markup.Text(one.Item1), Markup.Text(one.Item2)]);
    }
}
