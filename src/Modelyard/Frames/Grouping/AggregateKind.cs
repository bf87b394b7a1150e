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

    /// <summary>The product, as a double; one of no cells.</summary>
    Product,

    /// <summary>Whether any cell is true, or a number other than zero; false of no cells.</summary>
    Any,

    /// <summary>Whether every cell is true, or a number other than zero; true of no cells.</summary>
    All,

    /// <summary>The skewness of a sample, adjusted for its size (<c>G1</c> of Joanes and Gill, 1998).</summary>
    Skewness,

    /// <summary>The excess kurtosis of a sample, adjusted for its size (<c>G2</c> of Joanes and Gill, 1998).</summary>
    Kurtosis,

    /// <summary>The standard error of the mean.</summary>
    StandardError,

    /// <summary>What a function of the caller makes of the cells.</summary>
    Custom,
}
