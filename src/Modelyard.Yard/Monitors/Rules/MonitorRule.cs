using Modelyard.Frames.Expressions;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents a rule that windows are held against: it alarms where its condition is true.</summary>
/// <param name="Name">The name.</param>
/// <param name="When">The condition, an expression over the figures of a window, as <c>accuracy &lt; 0.8 and labelled &gt;= 100</c>. What is not known of a window makes no alarm.</param>
public sealed record MonitorRule(string Name, string When)
{
    private const int MostFor = 1000;

    /// <summary>Gets how many windows in a row it must be true of.</summary>
    public int For { get; init; } = 1;

    /// <summary>Gets how much it matters; null for as much as the monitor's other alarms.</summary>
    public AlarmSeverity? Severity { get; init; }

    /// <summary>Gets how long it must have been quiet before an alarm is over; null for as long as of the monitor's other alarms.</summary>
    public TimeSpan? Cooldown { get; init; }

    /// <summary>Gets the address of what is to be done; null for that of the channel.</summary>
    public Uri? Runbook { get; init; }

    /// <summary>Lists the figures that the condition asks for, in the order in which it does.</summary>
    /// <returns>The names, each once.</returns>
    /// <exception cref="YardException">The condition cannot be read.</exception>
    public IReadOnlyList<string> ListFigures() => [.. WindowTable.NamesIn(Condition()).Distinct(StringComparer.Ordinal)];

    /// <summary>Reads the condition.</summary>
    /// <exception cref="YardException">It is none.</exception>
    internal Expression Condition()
    {
        try
        {
            return Expression.Parse(When);
        }
        catch (ExpressionException fault)
        {
            throw new YardException($"The condition of the rule '{Name}' cannot be read: {fault.Message}", fault);
        }
    }

    internal void Check()
    {
        ModelReference.CheckName("rule", Name);
        if (For is < 1 or > MostFor)
        {
            throw new YardException($"The rule '{Name}' waits for '{For}' windows in a row and must wait for 1 to 1,000.");
        }

        if (Cooldown < TimeSpan.Zero)
        {
            throw new YardException($"The cooldown of the rule '{Name}' is '{Cooldown}' and must be 0 or greater.");
        }

        if (Runbook is { } address && !(address.IsAbsoluteUri && address.Scheme is "https" or "http"))
        {
            throw new YardException($"The runbook of the rule '{Name}' is '{address}' and must be an address that begins with 'https://' or 'http://'.");
        }

        WindowTable.Check(this);
    }
}
