using System.IO.Enumeration;

namespace Modelyard.Lifecycle.Predictions;

/// <summary>Says which columns of a log are redacted, and how.</summary>
/// <param name="Column">The name of the column; <c>*</c> stands for any characters and <c>?</c> for one.</param>
/// <param name="Redaction">What is kept of its cells.</param>
public sealed record RedactionRule(string Column, Redaction Redaction)
{
    /// <summary>Determines whether the rule is for a column.</summary>
    /// <param name="name">The name of the column.</param>
    /// <returns>True if it is.</returns>
    public bool Matches(string name) => FileSystemName.MatchesSimpleExpression(Column, name, ignoreCase: false);
}
