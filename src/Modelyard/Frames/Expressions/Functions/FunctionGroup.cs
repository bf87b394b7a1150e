namespace Modelyard.Frames.Expressions.Functions;

/// <summary>Names what functions belong together.</summary>
internal enum FunctionGroup
{
    /// <summary>Operators of numbers.</summary>
    Arithmetic,

    /// <summary>Comparisons and conditions.</summary>
    Conditions,

    /// <summary>Functions of numbers.</summary>
    Mathematics,

    /// <summary>From one kind to another.</summary>
    Kinds,

    /// <summary>Functions of texts.</summary>
    Texts,

    /// <summary>Functions of timestamps.</summary>
    Dates,

    /// <summary>Statistics of whole columns, and the number of the row.</summary>
    Columns,
}
