namespace Modelyard.Frames.Validation.Checks;

/// <summary>Represents what a check is called and how it speaks.</summary>
/// <param name="Code">The code.</param>
/// <param name="Column">The column, or the columns of a key; null if it is about rows or the table.</param>
/// <param name="Severity">What a failure means.</param>
/// <param name="Subject">What must be so: value, text, cell.</param>
/// <param name="Must">What it must be, from 'must' on and without a full stop.</param>
internal sealed record CheckIdentity(string Code, string? Column, Severity Severity, string Subject, string Must)
{
    /// <summary>Gets the name of the rule.</summary>
    public string? Rule { get; init; }

    /// <summary>Gets what is the matter with a subject that has no value to show: from 'is' on.</summary>
    public string Fault { get; init; } = "is not";

    /// <summary>Gets the sentence that says what must be.</summary>
    public string Requirement => $"{Subject} {Must}.";

    /// <summary>Describes one failure.</summary>
    /// <param name="value">The value at fault, if there is one.</param>
    /// <returns>A full sentence.</returns>
    public string Describe(string? value) => value is null ? $"{Subject} {Fault} and {Must}." : $"{Subject} is '{value}' and {Must}.";
}
