namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Holds the forms of functions that compute one row, none of whose inputs is missing there.</summary>
internal static class RowFunctions
{
    /// <summary>Writes a text; false if it is missing.</summary>
    internal delegate bool ToText(Block block, Lane[] inputs, int row, TextCells to);

    /// <summary>Computes true or false.</summary>
    internal delegate bool ToBoolean(Block block, Lane[] inputs, int row);

    /// <summary>Computes a number; NaN if it is missing.</summary>
    internal delegate double ToDouble(Block block, Lane[] inputs, int row);

    /// <summary>Computes a whole number or ticks.</summary>
    internal delegate RowOutcome ToInteger(Block block, Lane[] inputs, int row, out long value);
}
