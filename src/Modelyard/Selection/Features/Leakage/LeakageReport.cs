using System.Text;

namespace Modelyard.Selection.Features;

/// <summary>Represents what was found that may make scores too good.</summary>
/// <param name="Findings">The findings, the severest first.</param>
/// <param name="Summary">What was looked at and what was found, in a sentence.</param>
public sealed record LeakageReport(IReadOnlyList<LeakageFinding> Findings, string Summary)
{
    /// <summary>Writes the summary, then each finding with its evidence and what to do.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        var text = new StringBuilder().AppendLine(Summary);
        foreach (LeakageFinding finding in Findings)
        {
            text.AppendLine().AppendLine($"{finding.Severity.ToString().ToLowerInvariant()}: {finding.Evidence}").AppendLine($"  {finding.Advice}");
        }

        return text.ToString();
    }
}
