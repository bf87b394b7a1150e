namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents what is computed of one column of categories: computed once for each level, and looked up for each row.</summary>
/// <param name="column">The column.</param>
/// <param name="inner">What is computed, of a column of texts that holds the levels.</param>
internal sealed class LevelNode(ColumnNode column, Node inner)
    : Node(inner.Kind == ColumnKind.Text ? ColumnKind.Category : inner.Kind, $"levels {inner.Id}", column)
{
    private readonly EvaluationProgram _program = new(inner);

    /// <summary>Gets what is computed of the levels.</summary>
    public Node Inner { get; } = inner;

    /// <inheritdoc/>
    public override object Prepare(Evaluation evaluation)
    {
        var categories = (CategoryColumn)evaluation.Prepared<(Column Column, TextCells Texts)>(Inputs[0]).Column;
        string name = ((ColumnNode)Inputs[0]).Name;
        int[] used = categories.Levels.Count <= evaluation.Rows ? [.. Enumerable.Range(0, categories.Levels.Count)] : UsedLevels(categories);

        // The last cell is missing and stands for the missing rows.
        var table = Frame.Of(new TextColumn(name, [.. used.Select(level => categories.Levels[level]), null]));
        Column results = new ColumnWriter(new Evaluation(_program, table, table.RowCount, 0)).Write(name);
        return LevelResults.Of(results, used, categories.Levels.Count);
    }

    /// <inheritdoc/>
    public override void Run(Block block, Lane result) =>
        block.Evaluation.Prepared<LevelResults>(this).Look(block.InputsOf(this)[0], result);

    /// <summary>Finds the levels that occur: of few rows, far fewer than there are.</summary>
    private static int[] UsedLevels(CategoryColumn categories)
    {
        var used = new SortedSet<int>();
        foreach (int code in categories.Codes)
        {
            if (code >= 0)
            {
                used.Add(code);
            }
        }

        return [.. used];
    }
}
