namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says how much an alarm matters.</summary>
public enum AlarmSeverity
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>To be looked at.</summary>
    Warning,

    /// <summary>To be looked at now.</summary>
    Critical,
}
