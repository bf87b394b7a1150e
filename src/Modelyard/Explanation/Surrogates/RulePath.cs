using System.Globalization;
using Modelyard.Learning;
using Modelyard.Trees.Structure;

namespace Modelyard.Explanation.Surrogates;

/// <summary>Represents what the questions on the way to a leaf leave of one column: two that ask for it again become one condition.</summary>
/// <param name="Column">The column.</param>
/// <param name="Above">What numbers lie above; negative infinity for all.</param>
/// <param name="UpTo">The greatest number; infinity for all.</param>
/// <param name="Levels">The levels of a category; null for all.</param>
/// <param name="Missing">Whether a missing cell comes here.</param>
/// <param name="Present">Whether any other cell comes here.</param>
internal sealed record RulePath(Feature Column, double Above, double UpTo, IReadOnlyList<int>? Levels, bool Missing, bool Present)
{
    private const int MostLevelsNamed = 6;

    /// <summary>Creates the path of a column that was not asked for.</summary>
    internal static RulePath All(Feature column) => new(column, double.NegativeInfinity, double.PositiveInfinity, null, true, true);

    /// <summary>Goes on to a side of a question.</summary>
    internal RulePath Step(Tree tree, TreeNode node, bool left)
    {
        bool missing = Missing && node.MissingLeft == left;
        if (node.IsCategorical)
        {
            int[] levels = [.. (Levels ?? Enumerable.Range(0, Column.Levels.Count)).Where(level => tree.IsLeft(in node, level) == left)];
            return this with { Levels = levels, Missing = missing };
        }

        return double.IsPositiveInfinity(node.Value) ? this with { Missing = missing, Present = Present && left }
            : left ? this with { UpTo = Math.Min(UpTo, node.Value), Missing = missing }
            : this with { Above = Math.Max(Above, node.Value), Missing = missing };
    }

    /// <summary>Writes the condition.</summary>
    /// <param name="canMiss">Whether the column has missing cells, of which otherwise nothing is said.</param>
    internal string Text(bool canMiss)
    {
        string missing = canMiss && Missing ? " or missing" : "";
        return !Present ? $"{Column.Name} is missing"
            : Levels is not null ? LevelText() + missing
            : Column.Kind == FeatureKind.Boolean && (double.IsFinite(Above) || double.IsFinite(UpTo)) ? ConditionText.Equal(Column, double.IsFinite(Above) ? 1 : 0) + missing
            : ConditionText.Between(Column, Rounded(Above), Rounded(UpTo)) + missing;
    }

    private string LevelText()
    {
        string[] names = [.. Levels!.Take(MostLevelsNamed).Select(level => Column.Levels[level])];
        string more = Levels!.Count > names.Length ? $" and {Levels.Count - names.Length} more" : "";
        return Levels.Count switch
        {
            0 => $"{Column.Name} is unknown",
            1 => $"{Column.Name} = {names[0]}",
            _ => $"{Column.Name} in {{{string.Join(", ", names)}{more}}}",
        };
    }

    /// <summary>Rounds a threshold, which lies between two cells, to the digits that people read.</summary>
    private double Rounded(double value) => Column.Kind == FeatureKind.Timestamp || Math.Abs(value) >= 1e5
        ? value
        : double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
