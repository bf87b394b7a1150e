namespace Modelyard.Frames;

/// <summary>Names a side of an interval of time.</summary>
public enum IntervalSide
{
    /// <summary>The beginning.</summary>
    Left,

    /// <summary>The end.</summary>
    Right,
}
