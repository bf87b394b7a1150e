namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Names what became of a row.</summary>
internal enum RowOutcome
{
    /// <summary>There is a value.</summary>
    Present,

    /// <summary>The cell is missing.</summary>
    Missing,

    /// <summary>The row failed.</summary>
    Failed,
}
