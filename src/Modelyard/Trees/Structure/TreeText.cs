using System.Globalization;
using System.Text;
using Modelyard.Learning;

namespace Modelyard.Trees.Structure;

/// <summary>Writes a tree as rules, one a line, indented by depth.</summary>
internal static class TreeText
{
    private const int MostLevelsNamed = 8;

    public static string Write(Tree tree, FeatureSchema features, IReadOnlyList<string> classes, int maxDepth, bool severalTargets = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxDepth);
        var text = new StringBuilder();
        var open = new Stack<(int Node, int Depth, string Rule)>();
        open.Push((0, 0, ""));
        while (open.TryPop(out (int Node, int Depth, string Rule) at))
        {
            TreeNode node = tree.Nodes[at.Node];
            text.Append(' ', 2 * Math.Max(0, at.Depth - 1)).Append(at.Rule);
            if (node.IsLeaf)
            {
                text.Append(at.Depth == 0 ? "" : ": ").Append(severalTargets ? Vector(tree, node, classes) : Outcome(tree, node, classes));
            }

            if (at.Depth > 0 || node.IsLeaf)
            {
                text.Append(CultureInfo.InvariantCulture, $"  ({tree.Covers[at.Node]:0.##})\n");
            }

            if (!node.IsLeaf && at.Depth < maxDepth)
            {
                open.Push((node.Child + 1, at.Depth + 1, Rule(tree, node, features[node.Feature], left: false)));
                open.Push((node.Child, at.Depth + 1, Rule(tree, node, features[node.Feature], left: true)));
            }
            else if (!node.IsLeaf)
            {
                text.Append(' ', 2 * at.Depth).Append("...\n");
            }
        }

        return text.ToString();
    }

    public static string Rule(Tree tree, TreeNode node, Feature feature, bool left)
    {
        bool missing = node.MissingLeft == left;
        if (node.IsCategorical)
        {
            string[] levels = [.. Enumerable.Range(0, feature.Levels.Count).Where(level => tree.IsLeft(in node, level) == left).Select(level => feature.Levels[level])];
            string named = string.Join(", ", levels.Take(MostLevelsNamed)) + (levels.Length > MostLevelsNamed ? $" and {levels.Length - MostLevelsNamed} more" : "");
            return $"{feature.Name} in {{{named}}}" + (missing ? " or missing" : "");
        }

        if (double.IsPositiveInfinity(node.Value))
        {
            return left ? $"{feature.Name} is not missing" : $"{feature.Name} is missing";
        }

        return string.Create(CultureInfo.InvariantCulture, $"{feature.Name} {(left ? "<=" : ">")} {Threshold(node.Value)}") + (missing ? " or missing" : "");
    }

    /// <summary>Writes a threshold: by six digits, or by all where six do not reach beyond the point, as of years or amounts that differ in their last digits.</summary>
    private static string Threshold(double value) => value.ToString(Math.Abs(value) >= 1e5 ? "G15" : "G6", CultureInfo.InvariantCulture);

    public static string Vector(Tree tree, TreeNode leaf, IReadOnlyList<string> targets)
    {
        double[] values = tree.Distributions.Slice((int)(-1 - leaf.Value), targets.Count).ToArray();
        return string.Join(", ", targets.Select((target, i) => string.Create(CultureInfo.InvariantCulture, $"{target} {values[i]:G6}")));
    }

    public static string Outcome(Tree tree, TreeNode leaf, IReadOnlyList<string> classes)
    {
        if (classes.Count == 0)
        {
            return leaf.Value.ToString("G6", CultureInfo.InvariantCulture);
        }

        if (leaf.Value >= 0)
        {
            return classes[(int)leaf.Value];
        }

        ReadOnlySpan<double> shares = tree.Distributions.Slice((int)(-1 - leaf.Value), classes.Count);
        int best = 0;
        for (int i = 1; i < shares.Length; i++)
        {
            best = shares[i] > shares[best] ? i : best;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{classes[best]} {shares[best]:0.00}");
    }
}
