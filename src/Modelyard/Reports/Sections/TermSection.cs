using Modelyard.Reports.Content;

namespace Modelyard.Reports.Sections;

internal static class TermSection
{
    public static void Write(HtmlWriter writer, TrainingReportContent content)
    {
        if (content.Terms.Count == 0)
        {
            return;
        }

        const string Introduction = "Words that stand more often in rows of one kind than chance would have it, each looked at alone, in the training rows.";
        writer.Section("words", "What the words tell", Introduction, section => section.Table(new HtmlTable
        {
            Title = "Words by what they go with",
            Columns = [new("Column"), new("Goes with"), new("Words", HtmlColumnKind.Prose)],
            Rows = [.. content.Terms.Select(row => new[] { Markup.Name(row.Column), Markup.Name(row.Of), Markup.Text(string.Join(", ", row.Terms)) })],
        }));
    }
}
