namespace Modelyard.Charts;

/// <summary>Specifies what stands for a value in a chart of bars.</summary>
public enum BarMark
{
    /// <summary>A bar from zero, for amounts.</summary>
    Bar,

    /// <summary>A dot on a scale that need not hold zero, for scores that differ little.</summary>
    Dot,
}
