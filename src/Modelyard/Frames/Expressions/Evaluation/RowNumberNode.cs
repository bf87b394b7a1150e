namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents the number of the row.</summary>
internal sealed class RowNumberNode() : Node(ColumnKind.Integer, "row")
{
    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        long first = block.Evaluation.FirstRow + block.Start;
        Span<long> rows = result.WriteIntegers();
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = first + row;
        }
    }
}
