namespace Modelyard.Lifecycle.Automation;

/// <summary>Names what sets an automation off.</summary>
public enum AutomationTrigger
{
    /// <summary>An alarm of the monitor has begun.</summary>
    Alarm,

    /// <summary>An alarm of the monitor has gone on for some windows.</summary>
    Persists,
}
