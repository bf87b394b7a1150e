namespace Modelyard.Server.Studio.Content;

/// <summary>Says what the cells of a column are, and so how they are written.</summary>
public enum ColumnKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Text that may take more than a line.</summary>
    Prose,

    /// <summary>A name that is typed as it is.</summary>
    Code,

    /// <summary>A state, shown by a sign and a word.</summary>
    State,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A count.</summary>
    Count,

    /// <summary>A share from 0 to 1.</summary>
    Share,

    /// <summary>A p-value.</summary>
    Chance,

    /// <summary>A number of bytes.</summary>
    Bytes,

    /// <summary>A duration in seconds.</summary>
    Duration,

    /// <summary>A moment in UTC.</summary>
    Time,
}
