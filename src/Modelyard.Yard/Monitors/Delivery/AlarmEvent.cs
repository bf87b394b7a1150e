namespace Modelyard.Lifecycle.Monitors;

/// <summary>Names what is told of an alarm.</summary>
public enum AlarmEvent
{
    /// <summary>It has begun.</summary>
    Opened,

    /// <summary>It is over.</summary>
    Closed,
}
