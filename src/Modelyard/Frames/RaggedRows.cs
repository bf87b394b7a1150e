namespace Modelyard.Frames;

/// <summary>Names what a reader does with rows that have too few or too many fields, or broken quotes.</summary>
public enum RaggedRows
{
    /// <summary>The file is refused, and the exception names the rows.</summary>
    Error,

    /// <summary>The rows are left out, and the report names them.</summary>
    Skip,
}
