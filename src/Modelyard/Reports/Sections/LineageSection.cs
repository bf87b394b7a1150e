using Modelyard.Charts;
using Modelyard.Reports.Content;

namespace Modelyard.Reports.Sections;

internal static class LineageSection
{
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
        });
    }
}
