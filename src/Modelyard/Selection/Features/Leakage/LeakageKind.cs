namespace Modelyard.Selection.Features;

/// <summary>Names what may make scores too good.</summary>
public enum LeakageKind
{
    /// <summary>A column is the target in other words: each of its values comes with one value of the target.</summary>
    CopyOfTarget,

    /// <summary>A column alone predicts the target almost perfectly, on rows that were not looked at.</summary>
    GivesTargetAway,

    /// <summary>A column names the rows.</summary>
    Identifier,

    /// <summary>Rows stand in both tables.</summary>
    SharedRows,

    /// <summary>Rows of the test are all but the same as training rows.</summary>
    NearRows,

    /// <summary>Rows stand in the one table more than once.</summary>
    RepeatedRows,

    /// <summary>Rows of the test are from the time that training rows are from, or before.</summary>
    TimeOverlap,

    /// <summary>Rows of one group stand in both tables.</summary>
    GroupOverlap,

    /// <summary>A column varies in one table and not in the other.</summary>
    ConstantInOnePart,

    /// <summary>A column is in one table only.</summary>
    MissingColumn,
}
