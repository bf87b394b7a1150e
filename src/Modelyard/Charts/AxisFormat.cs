namespace Modelyard.Charts;

/// <summary>Specifies how the numbers along an axis are written.</summary>
public enum AxisFormat
{
    /// <summary>Plain numbers with as many decimals as the step needs; large ones shortened (12k, 1.2M).</summary>
    Number,

    /// <summary>Shares of one as per cent.</summary>
    Percent,

    /// <summary>Whole numbers only; ticks never stand between two of them.</summary>
    Count,

    /// <summary>Moments, as seconds since 1970 in UTC; ticks stand at years, months, days or hours.</summary>
    Time,
}
