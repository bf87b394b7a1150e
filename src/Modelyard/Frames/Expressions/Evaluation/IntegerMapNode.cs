namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents a whole number or timestamp computed of one by a function that knows no missing cell and cannot fail, such as the parts of dates.</summary>
internal sealed class IntegerMapNode(ColumnKind kind, string signature, IntegerMapNode.Kernel kernel, Node input) : Node(kind, signature, input)
{
    /// <summary>Computes whole numbers of whole numbers; what stands in missing rows is of no account.</summary>
    internal delegate void Kernel(ReadOnlySpan<long> x, Span<long> result);

    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        Lane x = block.InputsOf(this)[0];
        kernel(x.Integers, result.WriteIntegers());
        result.AddMissing(x);
    }
}
