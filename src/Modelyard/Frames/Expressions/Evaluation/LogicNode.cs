namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents 'and' or 'or' of two conditions, where missing means that either may be true (Kleene, 1952, Introduction to Metamathematics).</summary>
/// <remarks>As in C#, a row fails by the second condition only where the first does not decide.</remarks>
internal sealed class LogicNode(bool isAnd, Node first, Node second) : Node(ColumnKind.Boolean, isAnd ? "and" : "or", first, second)
{
    /// <inheritdoc/>
    public override bool PassesFaults => false;

    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        Lane[] inputs = block.InputsOf(this);
        Lane x = inputs[0], y = inputs[1];
        Span<ulong> bits = result.WriteTrue();
        ReadOnlySpan<ulong> trueX = x.True, trueY = y.True;
        if (x.HasMissing || y.HasMissing)
        {
            Span<ulong> missing = result.WriteMissing();
            for (int word = 0; word < bits.Length; word++)
            {
                ulong missingX = x.HasMissing ? x.Missing[word] : 0, missingY = y.HasMissing ? y.Missing[word] : 0;
                ulong falseX = ~(trueX[word] | missingX), falseY = ~(trueY[word] | missingY);
                bits[word] = isAnd ? trueX[word] & trueY[word] : trueX[word] | trueY[word];
                missing[word] = isAnd ? ~(bits[word] | falseX | falseY) : ~(bits[word] | (falseX & falseY));
            }
        }
        else
        {
            for (int word = 0; word < bits.Length; word++)
            {
                bits[word] = isAnd ? trueX[word] & trueY[word] : trueX[word] | trueY[word];
            }
        }

        result.AddFaults(x);
        if (y.HasFaults)
        {
            Span<ulong> faults = result.WriteFaults();
            for (int word = 0; word < faults.Length; word++)
            {
                faults[word] |= y.Faults[word] & ~Decided(x, word);
            }
        }
    }

    /// <inheritdoc/>
    public override Node? FaultyInput(Block block, int row) =>
        block.Failed(Inputs[0], row) ? Inputs[0] : block.Failed(Inputs[1], row) ? Inputs[1] : null;

    private ulong Decided(Lane x, int word) => isAnd ? ~(x.True[word] | (x.HasMissing ? x.Missing[word] : 0)) : x.True[word];
}
