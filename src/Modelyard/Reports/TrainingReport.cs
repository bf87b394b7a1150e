using System.Globalization;
using Modelyard.Charts;
using Modelyard.Reports.Content;
using Modelyard.Reports.Sections;

namespace Modelyard.Reports;

/// <summary>Composes the report on a training: the answer first, the evidence under it, the details folded.</summary>
public static class TrainingReport
{
    /// <summary>Writes the report.</summary>
    /// <param name="content">What the report says.</param>
    /// <returns>A whole HTML document in one file.</returns>
    public static string Render(TrainingReportContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new HtmlPage
        {
            Title = content.Title,
            Kicker = "Model report",
            Subtitle = Subtitle(content),
            Lead = writer => AnswerPanel.Write(writer, content),
            Body = writer => WriteBody(writer, content),
            Footer = $"Made by {content.Producer}{(content.Created is { } created ? " on " + Date(created) : "")}. This file is complete in itself and loads nothing from elsewhere.",
        }.ToHtml();
    }

    private static void WriteBody(HtmlWriter writer, TrainingReportContent content)
    {
        WarningSection.Write(writer, content);
        LeaderboardSection.Write(writer, content);
        TestSections.Write(writer, content.Test);

        ImportanceSection.Write(writer, content);
        TermSection.Write(writer, content);
        DataSection.Write(writer, content);
        PreparationSection.Write(writer, content);
        UseSection.Write(writer, content);
        LineageSection.Write(writer, content);
    }

    private static string Subtitle(TrainingReportContent content)
    {
        var parts = new List<string> { $"{(content.Test.Task == ReportTask.Regression ? "Regression" : "Classification")} of {content.Test.Target}" };
        if (content.Data.Length > 0)
        {
            parts.Add(content.Data);
        }

        if (content.Rows > 0)
        {
            parts.Add(NumberText.Counted(content.Rows, "row"));
        }

        if (content.Features > 0)
        {
            parts.Add($"{NumberText.Count(content.Features)} features");
        }

        if (content.Created is { } created)
        {
            parts.Add(Date(created));
        }

        return string.Join(" · ", parts);
    }

    private static string Date(DateTimeOffset date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
