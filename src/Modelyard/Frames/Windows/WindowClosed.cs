namespace Modelyard.Frames;

/// <summary>Names which ends of a window or an interval belong to it.</summary>
public enum WindowClosed
{
    /// <summary>The later end.</summary>
    Right,

    /// <summary>The earlier end.</summary>
    Left,

    /// <summary>Both.</summary>
    Both,

    /// <summary>Neither.</summary>
    Neither,
}
