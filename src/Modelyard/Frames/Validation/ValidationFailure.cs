using System.Globalization;

namespace Modelyard.Frames.Validation;

/// <summary>Represents one thing that breaks a schema.</summary>
/// <param name="Code">The code of the check, of <see cref="ValidationCodes"/>.</param>
/// <param name="Row">The data row, counted from 1 over the whole table; 0 if it is about a column or the table as a whole.</param>
/// <param name="Column">The column, or the columns of a key divided by commas; null if it is about the row or the table as a whole.</param>
/// <param name="Value">The value at fault as text, shortened to 200 characters; null if there is none.</param>
/// <param name="Message">What is wrong and what must be, as a full sentence.</param>
public sealed record ValidationFailure(string Code, long Row, string? Column, string? Value, string Message)
{
    /// <summary>Gets what the failure means.</summary>
    public Severity Severity { get; init; }

    /// <summary>Gets the name of the rule, if a rule failed.</summary>
    public string? Rule { get; init; }

    /// <summary>Gets where the value stands in the JSON, such as <c>$[3].amount</c>; null if it was not read from JSON. Indices count from 0.</summary>
    public string? Path { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string place = (Path, Row, Column) switch
        {
            ({ } path, _, _) => path + ": ",
            (_, 0, null) => string.Empty,
            (_, 0, _) => $"column {Column}: ",
            (_, _, null) => string.Create(CultureInfo.InvariantCulture, $"data row {Row}: "),
            _ => string.Create(CultureInfo.InvariantCulture, $"data row {Row}, column {Column}: "),
        };
        return $"{place}{Message} [{Code}{(Severity == Severity.Warning ? ", warning" : string.Empty)}]";
    }
}
