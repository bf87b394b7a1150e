namespace Modelyard.Charts;

/// <summary>Specifies how a line goes from one point to the next.</summary>
public enum LineShape
{
    /// <summary>Straight.</summary>
    Straight,

    /// <summary>Level up to the next point, then up or down to it.</summary>
    StepAfter,

    /// <summary>Up or down to the next point's height at once, then level.</summary>
    StepBefore,
}
