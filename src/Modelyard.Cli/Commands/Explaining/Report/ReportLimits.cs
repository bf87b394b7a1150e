using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Explaining.Report;

/// <summary>Says what an explanation does not tell.</summary>
internal static class ReportLimits
{
    internal static void Write(HtmlWriter section) => section.Details("What this does not tell", inner =>
    {
        inner.Paragraph("This says what the model does, not what causes what. A column may weigh because it goes along with something that is not in the table.");
        inner.Paragraph("Where columns say much the same, the model may use any of them; what one of them weighs is then partly chance.");
        inner.Paragraph("A chance is what the model believes. How often such beliefs come true is told by the report of its training.");
    });
}
