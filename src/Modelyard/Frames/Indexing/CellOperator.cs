namespace Modelyard.Frames.Indexing;

/// <summary>Names what is computed of two cells.</summary>
internal enum CellOperator
{
    /// <summary>The sum.</summary>
    Add,

    /// <summary>The difference.</summary>
    Subtract,

    /// <summary>The product.</summary>
    Multiply,

    /// <summary>The quotient, a double always.</summary>
    Divide,
}
