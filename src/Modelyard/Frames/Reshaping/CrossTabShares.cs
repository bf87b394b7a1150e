namespace Modelyard.Frames;

/// <summary>Names what the cells of a cross table are shares of.</summary>
public enum CrossTabShares
{
    /// <summary>Of nothing: they are counts.</summary>
    None,

    /// <summary>Of all.</summary>
    All,

    /// <summary>Of their row.</summary>
    Rows,

    /// <summary>Of their column.</summary>
    Columns,
}
