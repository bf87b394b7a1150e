using System.Text.Json;

namespace Modelyard.Frames.Validation;

/// <summary>Writes reports as JSON.</summary>
internal static class ReportJson
{
    public static void Write(ValidationReport report, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid", report.IsValid);
        writer.WriteNumber("rows", report.RowCount);
        writer.WriteNumber("errors", report.ErrorCount);
        writer.WriteNumber("warnings", report.WarningCount);
        writer.WriteNumber("failingRows", report.FailingRowCount);
        writer.WriteNumber("checkCount", report.Checks.Count);
        writer.WriteStartArray("checks");
        foreach (CheckResult check in report.Checks.Where(check => check.FailureCount > 0))
        {
            writer.WriteStartObject();
            writer.WriteString("code", check.Code);
            WriteText(writer, "column", check.Column);
            WriteText(writer, "rule", check.Rule);
            writer.WriteString("severity", Name(check.Severity));
            writer.WriteString("requirement", check.Requirement);
            writer.WriteNumber("failures", check.FailureCount);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("failures");
        foreach (ValidationFailure failure in report.Failures)
        {
            writer.WriteStartObject();
            writer.WriteString("code", failure.Code);
            if (failure.Row > 0)
            {
                writer.WriteNumber("row", failure.Row);
            }

            WriteText(writer, "path", failure.Path);
            WriteText(writer, "column", failure.Column);
            WriteText(writer, "rule", failure.Rule);
            WriteText(writer, "value", failure.Value);
            writer.WriteString("severity", Name(failure.Severity));
            writer.WriteString("message", failure.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Name(Severity severity) => severity == Severity.Error ? "error" : "warning";

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }
}
