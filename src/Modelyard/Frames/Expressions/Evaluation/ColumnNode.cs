using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents a column of the table.</summary>
/// <param name="name">The name.</param>
/// <param name="kind">The kind that the column must have.</param>
internal sealed class ColumnNode(string name, ColumnKind kind) : Node(kind, $"column {kind} {name}")
{
    /// <summary>Gets the name.</summary>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public override object Prepare(Evaluation evaluation)
    {
        Column column = evaluation.Table[Name];
        if (column.Kind != Kind)
        {
            throw new ExpressionException($"The column '{Name}' holds '{column.Kind}', and the expression was bound to '{Kind}'; bind it to the kinds of this table.", Origin?.Source);
        }

        TextCells texts = column switch
        {
            CategoryColumn categories => TextCells.Of(categories.Levels),
            TextColumn text => new TextCells(text.Storage.Bytes, text.Storage.Offsets),
            _ => TextCells.None,
        };
        return (column, texts);
    }

    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        (Column column, TextCells texts) = block.Evaluation.Prepared<(Column, TextCells)>(this);
        result.ShowMissing(column.Validity.MissingWords, block.Start);
        switch (column)
        {
            case DoubleColumn doubles:
                result.Show(doubles.ValueArray, block.Start);
                break;
            case IntegerColumn integers:
                result.Show(integers.ValueArray, block.Start);
                break;
            case TimestampColumn times:
                result.Show(times.TickArray, block.Start);
                break;
            case BooleanColumn booleans:
                Span<ulong> bits = result.WriteTrue();
                BitKernels.Pack(booleans.Values.Slice(block.Start, block.Count), bits);
                if (result.HasMissing)
                {
                    BitKernels.Clear(bits, result.Missing);
                }

                break;
            case CategoryColumn categories:
                result.Show(categories.CodeArray, block.Start, texts);
                break;
            default:
                result.Show(texts, block.Start);
                break;
        }
    }
}
