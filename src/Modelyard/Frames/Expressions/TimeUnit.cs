namespace Modelyard.Frames.Expressions;

/// <summary>Names a unit of time. Expressions write it as a text in lower case, such as <c>'hour'</c>.</summary>
public enum TimeUnit
{
    /// <summary>A calendar year.</summary>
    Year,

    /// <summary>Three calendar months, the first of which is January, April, July or October.</summary>
    Quarter,

    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>Seven days, from Monday on.</summary>
    Week,

    /// <summary>24 hours.</summary>
    Day,

    /// <summary>60 minutes.</summary>
    Hour,

    /// <summary>60 seconds.</summary>
    Minute,

    /// <summary>A second.</summary>
    Second,

    /// <summary>A thousandth of a second.</summary>
    Millisecond,
}
