namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents timestamps as they stand that are said to be in UTC, or to have no zone.</summary>
internal sealed class ZoneNode(bool isUtc, Node input) : Node(ColumnKind.Timestamp, isUtc ? "utc" : "local", input)
{
    /// <summary>Gets a value indicating whether the timestamps are in UTC.</summary>
    public bool IsUtc => isUtc;

    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        Lane x = block.InputsOf(this)[0];
        x.Integers.CopyTo(result.WriteIntegers());
        result.AddMissing(x);
    }
}
