namespace Modelyard.Frames;

/// <summary>Names the two sides of an indexed table that bear levels of keys.</summary>
public enum IndexAxis
{
    /// <summary>The keys of the rows.</summary>
    Rows,

    /// <summary>The keys of the columns.</summary>
    Columns,
}
