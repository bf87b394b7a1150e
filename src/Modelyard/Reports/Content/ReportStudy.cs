using Modelyard.Selection.Search;

namespace Modelyard.Reports.Content;

/// <summary>Represents a search that is told on a page.</summary>
public sealed record ReportStudy
{
    /// <summary>Gets what was searched, such as the target and the table; it is the title of the page.</summary>
    public required string Title { get; init; }

    /// <summary>Gets what the search found.</summary>
    public required StudyResult Study { get; init; }

    /// <summary>Gets the best settings in words; empty takes the values of the best trial.</summary>
    public string Settings { get; init; } = "";

    /// <summary>Gets how much of the differences between trials goes back to each axis, the most important first; empty if that is not known.</summary>
    public IReadOnlyList<HyperparameterImportance> Importances { get; init; } = [];

    /// <summary>Gets what else is to be known, in full sentences: how good the best is on rows that the search had not seen, and what it gained.</summary>
    public IReadOnlyList<string> Summary { get; init; } = [];

    /// <summary>Gets what the search was asked for: names and values.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts { get; init; } = [];

    /// <summary>Gets what the reader should be warned of, in full sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets the command that fits the best settings; null for none.</summary>
    public ReportCommand? Command { get; init; }
}
