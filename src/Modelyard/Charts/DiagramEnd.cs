namespace Modelyard.Charts;

/// <summary>Names the mark at the end of a link.</summary>
public enum DiagramEnd
{
    /// <summary>None.</summary>
    Plain,

    /// <summary>A tip that points at the box.</summary>
    Arrow,

    /// <summary>A bar across: one row of the table.</summary>
    One,

    /// <summary>A crow's foot: many rows of the table.</summary>
    Many,
}
