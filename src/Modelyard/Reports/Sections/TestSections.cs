using Modelyard.Reports.Content;

namespace Modelyard.Reports.Sections;

/// <summary>Shows what predictions of rows whose truth is known say of a model.</summary>
internal static class TestSections
{
    public static void Write(HtmlWriter writer, ReportTest test)
    {
        if (test.Task == ReportTask.Regression)
        {
            RegressionSection.Write(writer, test);
            return;
        }

        ClassificationSection.Write(writer, test);
        ProbabilitySection.Write(writer, test);
        GainSection.Write(writer, test);
    }
}
