namespace Modelyard.Learning;

/// <summary>Says how the numbers of a feature are to be read.</summary>
public enum FeatureKind
{
    /// <summary>A quantity; a missing value is NaN.</summary>
    Numeric,

    /// <summary>0 for false or 1 for true; a missing value is NaN.</summary>
    Boolean,

    /// <summary>The index of a level; a missing value is NaN, a level that is not in the list is -1.</summary>
    Categorical,

    /// <summary>Seconds since 1970-01-01T00:00:00Z; a missing value is NaN.</summary>
    Timestamp,

    /// <summary>The number of words of a text; a missing value is NaN. The levels are the terms that are counted, each a feature of the kind <see cref="Term"/> that follows the columns of the table.</summary>
    Text,

    /// <summary>How often a term stands in a text.</summary>
    Term,
}
