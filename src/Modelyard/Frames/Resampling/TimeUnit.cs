namespace Modelyard.Frames;

/// <summary>Names the units that time is cut into. Expressions write them as texts in lower case, such as <c>'hour'</c>.</summary>
public enum TimeUnit
{
    /// <summary>Microseconds.</summary>
    Microsecond,

    /// <summary>Milliseconds.</summary>
    Millisecond,

    /// <summary>Seconds.</summary>
    Second,

    /// <summary>Minutes.</summary>
    Minute,

    /// <summary>Hours.</summary>
    Hour,

    /// <summary>Days of 24 hours.</summary>
    Day,

    /// <summary>Weeks of seven days: in expressions from Monday on, elsewhere up to the day that is said.</summary>
    Week,

    /// <summary>Months of the calendar.</summary>
    Month,

    /// <summary>Quarters of a year.</summary>
    Quarter,

    /// <summary>Years.</summary>
    Year,
}
