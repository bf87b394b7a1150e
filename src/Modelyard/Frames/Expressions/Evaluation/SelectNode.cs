using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents the choice between two values of one kind by a condition.</summary>
/// <remarks>Texts are categories if both values are, or one is and the other is a text that is the same for all rows; the levels are those of both.</remarks>
internal sealed class SelectNode(ColumnKind kind, Node chooser, Node first, Node second) : Node(kind, "select", chooser, first, second)
{
    /// <inheritdoc/>
    public override bool PassesFaults => false;

    /// <summary>Creates the choice between two values.</summary>
    public static SelectNode Of(Node condition, Node x, Node y) =>
        new(x.Kind == ColumnKind.Text || y.Kind == ColumnKind.Text ? ColumnKind.Text : x.Kind, condition, x, y);

    /// <inheritdoc/>
    public override Node Over(Node[] inputs) => Of(inputs[0], inputs[1], inputs[2]);

    /// <inheritdoc/>
    public override object? Prepare(Evaluation evaluation)
    {
        if (Kind != ColumnKind.Category)
        {
            return null;
        }

        string[] x = CategoryLevels.Of(Inputs[1], evaluation), y = CategoryLevels.Of(Inputs[2], evaluation);
        string[] levels = x.Length == 0 ? y : y.Length == 0 || ReferenceEquals(x, y) ? x : [.. x.Union(y, StringComparer.Ordinal)];
        if (!ReferenceEquals(levels, x) && !ReferenceEquals(levels, y))
        {
            Array.Sort(levels, CategoryColumn.CompareByCodePoint);
        }

        return new ChosenLevels(levels, TextCells.Of(levels), ChosenLevels.Places(x, levels), ChosenLevels.Places(y, levels));
    }

    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        Lane[] inputs = block.InputsOf(this);
        Lane condition = inputs[0], x = inputs[1], y = inputs[2];
        switch (Kind)
        {
            case ColumnKind.Double:
                SelectKernels.Select(condition.True, x.Doubles, y.Doubles, result.WriteDoubles());
                result.HasMissing = x.HasMissing || y.HasMissing;
                break;
            case ColumnKind.Boolean:
                SelectBits(condition.True, x.True, y.True, result.WriteTrue());
                break;
            case ColumnKind.Text:
                SelectTexts(condition, x, y, result);
                break;
            case ColumnKind.Category:
                ChosenLevels levels = block.Evaluation.Prepared<ChosenLevels>(this);
                levels.Select(condition.True, x.Codes, y.Codes, result.WriteCodes(levels.Texts));
                break;
            default:
                SelectKernels.Select(condition.True, x.Integers, y.Integers, result.WriteIntegers());
                break;
        }

        if (Kind != ColumnKind.Double && (x.HasMissing || y.HasMissing))
        {
            SelectBits(condition.True, x.HasMissing ? x.Missing : default, y.HasMissing ? y.Missing : default, result.WriteMissing());
        }

        result.AddFaults(condition);
        if (x.HasFaults || y.HasFaults)
        {
            Span<ulong> chosen = stackalloc ulong[condition.True.Length];
            SelectBits(condition.True, x.HasFaults ? x.Faults : default, y.HasFaults ? y.Faults : default, chosen);
            BitKernels.Set(result.WriteFaults(), chosen);
        }
    }

    /// <inheritdoc/>
    public override Node? FaultyInput(Block block, int row)
    {
        if (block.Failed(Inputs[0], row))
        {
            return Inputs[0];
        }

        Node chosen = BitKernels.Get(block[Inputs[0]].True, row) ? Inputs[1] : Inputs[2];
        return block.Failed(chosen, row) ? chosen : null;
    }

    private static void SelectBits(ReadOnlySpan<ulong> condition, ReadOnlySpan<ulong> x, ReadOnlySpan<ulong> y, Span<ulong> result)
    {
        for (int word = 0; word < result.Length; word++)
        {
            result[word] = (condition[word] & (x.IsEmpty ? 0 : x[word])) | (~condition[word] & (y.IsEmpty ? 0 : y[word]));
        }
    }

    private static void SelectTexts(Lane condition, Lane x, Lane y, Lane result)
    {
        TextCells texts = result.WriteTexts();
        for (int row = 0; row < result.Count; row++)
        {
            Lane chosen = BitKernels.Get(condition.True, row) ? x : y;
            if (!chosen.IsMissing(row, ColumnKind.Text))
            {
                texts.Write(chosen.Text(row));
            }

            texts.EndCell();
        }
    }
}
