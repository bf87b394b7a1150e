namespace Modelyard.Server.Studio.Pages.Monitors.Rules;

/// <summary>Represents a rule as a row of a form, whose fields are texts: also those of a draft that is no rule yet.</summary>
/// <param name="Name">The name.</param>
/// <param name="Figure">The figure that is asked for; empty if the condition is a text.</param>
/// <param name="Comparison">How the figure is compared, as <c>&lt;</c>.</param>
/// <param name="Value">The number that it is compared with.</param>
/// <param name="When">The condition as a text, if it is more than a figure and a number; else empty.</param>
/// <param name="For">The number of windows in a row.</param>
/// <param name="Severity">How much it matters; empty for as much as the monitor's other alarms.</param>
/// <param name="Cooldown">How long it must have been quiet, as <c>1d 12h</c>; empty for as long as of the monitor's other alarms.</param>
/// <param name="Runbook">The address of what is to be done; empty for that of the channel.</param>
public sealed record RuleRow(string Name, string Figure, string Comparison, string Value, string When, string For, string Severity, string Cooldown, string Runbook)
{
    /// <summary>Gets what is wrong with it; null if nothing is.</summary>
    public string? Fault { get; init; }

    /// <summary>Gets a value indicating whether the condition is a text.</summary>
    public bool IsText => Figure.Length == 0;

    /// <summary>Gets a value indicating whether nobody has filled it in.</summary>
    public bool IsBlank => Name.Length == 0 && Value.Length == 0 && When.Length == 0;
}
