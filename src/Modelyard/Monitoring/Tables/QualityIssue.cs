namespace Modelyard.Monitoring;

/// <summary>Names what of a table does not fit its reference.</summary>
public enum QualityIssue
{
    /// <summary>A column of the reference is not there.</summary>
    AbsentColumn,

    /// <summary>A column is there that the reference does not have.</summary>
    NewColumn,

    /// <summary>Cells are not of the column's kind, such as words where numbers should be.</summary>
    Unreadable,

    /// <summary>Cells have levels, or of a number of few values values, that the reference does not have.</summary>
    UnknownLevels,

    /// <summary>Numbers lie below the least of the reference.</summary>
    BelowRange,

    /// <summary>Numbers lie above the greatest of the reference.</summary>
    AboveRange,
}
