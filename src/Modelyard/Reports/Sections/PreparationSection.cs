using Modelyard.Charts;
using Modelyard.Reports.Content;

namespace Modelyard.Reports.Sections;

internal static class PreparationSection
{
    private const int MostNamed = 12;

    public static void Write(HtmlWriter writer, TrainingReportContent content)
    {
        if (content.Preparation.Count == 0)
        {
            return;
        }

        writer.Section("preparation", "What preparation did", "Learned from training rows only, inside each fold, and done again to every row the model is asked about.", section =>
        {
            section.Write($"<ol class=\"steps\">");
            foreach (ReportStep step in content.Preparation)
            {
                section.Write($"<li>{step.Action}{(step.Reason.Length > 0 ? $" ({step.Reason})" : "")}");
                if (step.Columns.Count > 0)
                {
                    string more = step.Columns.Count > MostNamed ? $" and {NumberText.Count(step.Columns.Count - MostNamed)} more" : "";
                    section.Write($"<div class=\"columns\">{string.Join(", ", step.Columns.Take(MostNamed))}{more}</div>");
                }

                section.Write($"</li>");
            }

            section.Write($"</ol>\n");
        });
    }
}
