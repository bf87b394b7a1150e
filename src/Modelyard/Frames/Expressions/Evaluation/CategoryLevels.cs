namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Finds the levels of a part whose cells are categories.</summary>
internal static class CategoryLevels
{
    /// <summary>Gets the levels that the codes of a part count.</summary>
    public static string[] Of(Node node, Evaluation evaluation) => evaluation.ConstantOf(node) is { } constant ? (constant.Value is string text ? [text] : []) : node switch
    {
        ColumnNode => [.. ((CategoryColumn)evaluation.Prepared<(Column Column, TextCells Texts)>(node).Column).Levels],
        SelectNode => evaluation.Prepared<ChosenLevels>(node).Levels,
        LevelNode => evaluation.Prepared<LevelResults>(node).Levels,
        _ => throw new InvalidOperationException($"'{node.Signature}' gives no categories."),
    };
}
