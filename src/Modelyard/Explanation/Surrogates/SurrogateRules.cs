using Modelyard.Learning;
using Modelyard.Trees.Structure;

namespace Modelyard.Explanation.Surrogates;

/// <summary>Reads the rules of a surrogate from the leaves of its tree, and judges each on test rows.</summary>
internal static class SurrogateRules
{
    /// <summary>Reads the rules, from left to right.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="columns">The columns of the table.</param>
    /// <param name="canMiss">For each column whether it has missing cells.</param>
    /// <param name="answer">What the tree says at a leaf: a number and a class.</param>
    /// <param name="test">The test rows and what the model says of each.</param>
    internal static SurrogateRule[] Of(Tree tree, FeatureSchema columns, bool[] canMiss, Func<int, (double Value, int Class)> answer, SurrogateSample test)
    {
        var tallies = new Dictionary<int, (int Rows, int Wrong, double Squares)>();
        for (int row = 0; row < test.Rows.Rows; row++)
        {
            int leaf = tree.FindLeaf(test.Rows.Row(row));
            (double value, int label) = answer(leaf);
            (int rows, int wrong, double squares) = tallies.GetValueOrDefault(leaf);
            double difference = test.Numbers.Length > 0 ? test.Numbers[row] - value : 0;
            tallies[leaf] = (rows + 1, wrong + (test.Labels.Length > 0 && test.Labels[row] != label ? 1 : 0), squares + (difference * difference));
        }

        double all = tallies.Values.Sum(Badness);
        var rules = new List<SurrogateRule>();
        Visit(0, []);
        return [.. rules];

        void Visit(int at, RulePath[] path)
        {
            TreeNode node = tree.Nodes[at];
            if (node.IsLeaf)
            {
                rules.Add(Rule(at, path));
                return;
            }

            Visit(node.Child, Extended(path, node, left: true));
            Visit(node.Child + 1, Extended(path, node, left: false));
        }

        RulePath[] Extended(RulePath[] path, TreeNode node, bool left)
        {
            Feature column = columns[node.Feature];
            int place = Array.FindIndex(path, one => one.Column.Name == column.Name);
            RulePath next = (place < 0 ? RulePath.All(column) : path[place]).Step(tree, node, left);
            return place < 0 ? [.. path, next] : [.. path[..place], next, .. path[(place + 1)..]];
        }

        SurrogateRule Rule(int leaf, RulePath[] path)
        {
            (double value, int label) = answer(leaf);
            (int Rows, int Wrong, double Squares) tally = tallies.GetValueOrDefault(leaf);
            bool isEmpty = tally.Rows == 0;
            return new SurrogateRule(
                [.. path.Select(one => one.Text(canMiss[columns.IndexOf(one.Column.Name)]))],
                value,
                label >= 0 ? test.Classes[label] : "",
                tally.Rows,
                (double)tally.Rows / test.Rows.Rows,
                isEmpty || test.Labels.Length == 0 ? double.NaN : (double)tally.Wrong / tally.Rows,
                isEmpty || test.Numbers.Length == 0 ? double.NaN : Math.Sqrt(tally.Squares / tally.Rows),
                all > 0 ? Badness(tally) / all : 0);
        }

        double Badness((int Rows, int Wrong, double Squares) tally) => test.Labels.Length > 0 ? tally.Wrong : tally.Squares;
    }
}
