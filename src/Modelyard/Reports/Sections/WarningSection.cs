using Modelyard.Reports.Content;

namespace Modelyard.Reports.Sections;

internal static class WarningSection
{
    private const int MostShown = 5;

    public static void Write(HtmlWriter writer, TrainingReportContent content)
    {
        if (content.Warnings.Count == 0)
        {
            return;
        }

        ReportWarning[] warnings = [.. content.Warnings.OrderByDescending(warning => warning.Kind)];
        writer.Section("warnings", "Before you use it", "", section =>
        {
            WriteAll(section, warnings.Take(MostShown));
            if (warnings.Length > MostShown)
            {
                section.Details($"{warnings.Length - MostShown} more", inner => WriteAll(inner, warnings.Skip(MostShown)));
            }
        });
    }

    private static void WriteAll(HtmlWriter writer, IEnumerable<ReportWarning> warnings)
    {
        foreach (ReportWarning warning in warnings)
        {
            writer.Callout(warning.Kind, warning.Text, warning.Advice);
        }
    }
}
