using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Explaining.Report;

/// <summary>Defines what a report tells: plain words first, then the evidence.</summary>
internal interface IExplanationReport
{
    /// <summary>Gets the title.</summary>
    string Title { get; }

    /// <summary>Gets the plain words, the answer first, a paragraph each.</summary>
    IReadOnlyList<string> Summary { get; }

    /// <summary>Writes the evidence and, folded, the details.</summary>
    void Write(HtmlWriter page);
}
