namespace Modelyard.Frames.Validation;

/// <summary>Represents how one check of a schema came out.</summary>
/// <param name="Code">The code of the check, of <see cref="ValidationCodes"/>.</param>
/// <param name="Column">The column, or the columns of a key divided by commas; null if it is about rows or the table as a whole.</param>
/// <param name="Requirement">What must be, as a full sentence.</param>
/// <param name="Severity">What a failure means.</param>
/// <param name="FailureCount">The number of failures, all of them.</param>
public sealed record CheckResult(string Code, string? Column, string Requirement, Severity Severity, long FailureCount)
{
    /// <summary>Gets the name of the rule, if the check is a rule.</summary>
    public string? Rule { get; init; }
}
