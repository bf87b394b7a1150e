using Modelyard.Charts;

namespace Modelyard.Monitoring;

/// <summary>Represents something of a table that does not fit its reference.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="Issue">What does not fit.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Share">Their share of all rows, from 0 to 1.</param>
public sealed record QualityFinding(string Column, QualityIssue Issue, long Rows, double Share)
{
    /// <summary>Gets the chance of so many rows, or more, if nothing had changed, adjusted for all columns; NaN where it takes no chance, as of a column that is not there.</summary>
    public double AdjustedPValue { get; init; } = double.NaN;

    /// <summary>Gets examples of the levels, or the farthest number.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Gets from where on rows are counted, and what share of the reference lies beyond that; null where none does.</summary>
    internal (double Bound, double Share)? Reference { get; init; }

    /// <summary>Gets what was found, in a sentence.</summary>
    public string Summary => Issue switch
    {
        QualityIssue.AbsentColumn => $"'{Column}' is not there, and the reference has it.",
        QualityIssue.NewColumn => $"'{Column}' is new: the reference does not have it.",
        QualityIssue.Unreadable => $"'{Column}' cannot be read in {Many}.",
        QualityIssue.UnknownLevels => $"'{Column}' has levels that the reference does not have in {Many}{(Examples.Count == 0 ? "" : $": {string.Join(", ", Examples.Select(example => $"'{example}'"))}")}.",
        QualityIssue.BelowRange when Reference is { } then => $"'{Column}' is below {NumberText.Value(then.Bound)} in {Many}, down to {Examples[0]}, and in {NumberText.PlainPercent(then.Share)} of the reference, which goes less far.",
        QualityIssue.AboveRange when Reference is { } then => $"'{Column}' is above {NumberText.Value(then.Bound)} in {Many}, up to {Examples[0]}, and in {NumberText.PlainPercent(then.Share)} of the reference, which goes less far.",
        QualityIssue.BelowRange => $"'{Column}' is below the least of the reference in {Many}, down to {Examples[0]}.",
        _ => $"'{Column}' is above the greatest of the reference in {Many}, up to {Examples[0]}.",
    };

    private string Many => $"{NumberText.Counted(Rows, "row")} ({NumberText.PlainPercent(Share)})";
}
