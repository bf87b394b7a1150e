using Modelyard.Reports.Content;

namespace Modelyard.Reports.Sections;

internal static class UseSection
{
    public static void Write(HtmlWriter writer, TrainingReportContent content)
    {
        if (content.Commands.Count == 0)
        {
            return;
        }

        writer.Section("use", "How to use it", "", section =>
        {
            foreach (ReportCommand command in content.Commands)
            {
                section.Command(command.Label, command.Command);
            }
        });
    }
}
