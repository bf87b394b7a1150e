namespace Modelyard.Frames;

/// <summary>Names what becomes of the cells of a group. Missing cells are left out.</summary>
public enum AggregateKind
{
    /// <summary>The number of cells that are present.</summary>
    Count,

    /// <summary>The sum; zero of no cells.</summary>
    Sum,

    /// <summary>The arithmetic mean.</summary>
    Mean,

    /// <summary>The standard deviation of a sample, with one degree of freedom less than cells.</summary>
    StandardDeviation,

    /// <summary>The variance of a sample, with one degree of freedom less than cells.</summary>
    Variance,

    /// <summary>The least; of texts by code point.</summary>
    Minimum,

    /// <summary>The greatest; of texts by code point.</summary>
    Maximum,

    /// <summary>The quantile, by linear interpolation between the nearest two cells (method 7 of Hyndman and Fan, 1996).</summary>
    Quantile,

    /// <summary>The first, in the order of the table.</summary>
    First,

    /// <summary>The last, in the order of the table.</summary>
    Last,

    /// <summary>The number of different cells.</summary>
    UniqueCount,

    /// <summary>The most frequent; of several the least.</summary>
    Mode,

    /// <summary>What a function of the caller makes of the cells.</summary>
    Custom,
}
