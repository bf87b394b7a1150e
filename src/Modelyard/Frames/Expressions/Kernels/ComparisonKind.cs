namespace Modelyard.Frames.Expressions.Kernels;

/// <summary>Names a comparison.</summary>
internal enum ComparisonKind
{
    /// <summary>The values are equal.</summary>
    Equal,

    /// <summary>The values differ.</summary>
    NotEqual,

    /// <summary>The first is less.</summary>
    Less,

    /// <summary>The first is less or equal.</summary>
    LessOrEqual,

    /// <summary>The first is greater.</summary>
    Greater,

    /// <summary>The first is greater or equal.</summary>
    GreaterOrEqual,
}
