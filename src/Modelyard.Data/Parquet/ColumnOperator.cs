namespace Modelyard.Data;

/// <summary>Names how a cell is compared in a <see cref="ColumnCondition"/>.</summary>
public enum ColumnOperator
{
    /// <summary>The cell is the value.</summary>
    Equal,

    /// <summary>The cell is another than the value.</summary>
    NotEqual,

    /// <summary>The cell is less than the value.</summary>
    Less,

    /// <summary>The cell is the value or less.</summary>
    LessOrEqual,

    /// <summary>The cell is greater than the value.</summary>
    Greater,

    /// <summary>The cell is the value or greater.</summary>
    GreaterOrEqual,

    /// <summary>The cell is missing; there is no value.</summary>
    Missing,

    /// <summary>The cell is present; there is no value.</summary>
    Present,
}
