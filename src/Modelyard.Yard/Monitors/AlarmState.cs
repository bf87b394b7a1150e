namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says how far an alarm has been dealt with.</summary>
public enum AlarmState
{
    /// <summary>It goes on, and nobody has said that they know.</summary>
    Open,

    /// <summary>It goes on, and somebody knows.</summary>
    Acknowledged,

    /// <summary>It is over: the last window was quiet.</summary>
    Closed,
}
