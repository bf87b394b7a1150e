using Modelyard.Learning;
using Modelyard.Onnx.Graphs;
using Modelyard.Trees;
using Modelyard.Trees.Boosting;
using Modelyard.Trees.Structure;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out single trees, forests and what AdaBoost makes of them.</summary>
internal static class TreeExport
{
    internal static GraphValue Of(TreeRegressionModel model, GraphValue x) => Mean(model.Trees, model.Features, x);

    internal static GraphValue Of(ForestRegressionModel model, GraphValue x) => Mean(model.Trees, model.Features, x);

    internal static GraphValue Of(TreeClassificationModel model, GraphValue x) => MeanOfShares(model.Trees, model.Features, model.Classes.Count, x);

    internal static GraphValue Of(ForestClassificationModel model, GraphValue x) => MeanOfShares(model.Trees, model.Features, model.Classes.Count, x);

    internal static GraphValue Of(MultiTargetTreeModel model, GraphValue x) => MeanOfShares(model.Trees, model.Features, model.TargetNames.Count, x);

    internal static GraphValue Of(AdaBoostClassificationModel model, GraphValue x)
    {
        GraphValue scores = Votes(model, x);
        return model.DecisionCount == 1 ? scores.Logistic().AsPair() : (scores / (model.Classes.Count - 1)).Softmax();
    }

    internal static GraphValue Of(AdaBoostRegressionModel model, GraphValue x)
    {
        ReadOnlySpan<double> votes = model.MemberVotes;
        double half = 0;
        foreach (double vote in votes)
        {
            half += vote;
        }

        half /= 2;
        GraphValue predictions = x.Graph.Join([.. model.Members.Select(member => ModelExport.Of(member, x))]);
        (GraphValue sorted, GraphValue places) = predictions.Sorted(votes.Length, largest: false);
        GraphValue through = x.Graph.Numbers(votes, votes.Length).Gather(places).RunningSum();

        // The last one reaches half of the votes, whatever the rounding of their sum.
        double[] last = new double[votes.Length];
        last[^1] = 1;
        GraphValue reached = (through >= half).AsNumber().Greatest(x.Graph.Row(last));
        return sorted.GatherInRows(reached.PlaceOfGreatest());
    }

    internal static GraphValue Of(TreeSumRegressionModel model, GraphValue x)
    {
        GraphValue score = Scores(model.Scores, model.Features, x);
        return model.Link switch
        {
            BoostingLink.Log => score.Exp(),
            BoostingLink.Logit => score.Logistic(),
            _ => score,
        };
    }

    internal static GraphValue Of(TreeSumClassificationModel model, GraphValue x)
    {
        GraphValue scores = Scores(model.Scores, model.Features, x);
        return model.DecisionCount == 1 ? ScoreExport.OfLogOdds(scores) : scores.Softmax();
    }

    /// <summary>Lays out sums over trees, one an output.</summary>
    internal static GraphValue Scores(TreeScores scores, FeatureSchema features, GraphValue x)
    {
        var table = new TreeTable();
        int outputs = scores.Baseline.Length;
        for (int i = 0; i < scores.Trees.Length; i++)
        {
            Tree tree = scores.Trees[i];
            int output = i % outputs;
            Add(table, tree, features, node => (output, tree.Nodes[node].Value));
        }

        return table.Apply(x, outputs) + x.Graph.Row(scores.Baseline);
    }

    /// <summary>Lays out the shares of the votes, one a class; of two classes, the share of the second less that of the first.</summary>
    internal static GraphValue Votes(AdaBoostClassificationModel model, GraphValue x)
    {
        double[] votes = model.MemberVotes.ToArray();
        double total = votes.Sum();
        int classes = model.Classes.Count;
        GraphValue sums = model.Members.All(member => member is TreeClassificationModel)
            ? VotesOfTrees([.. model.Members.Cast<TreeClassificationModel>()], votes, classes, x)
            : VotesOfMembers(model.Members, votes, classes, x);
        return sums / total;
    }

    private static GraphValue VotesOfMembers(IReadOnlyList<IClassificationModel> members, double[] votes, int classes, GraphValue x)
    {
        GraphValue? sum = null;
        for (int i = 0; i < votes.Length; i++)
        {
            GraphValue vote = ModelExport.Of(members[i], x).MarkGreatest(classes) * votes[i];
            sum = sum is { } before ? before + vote : vote;
        }

        return classes == 2 ? sum!.Value.Column(1) - sum.Value.Column(0) : sum!.Value;
    }

    /// <summary>Lays members that are trees out as one operator: each leaf gives the vote of its tree.</summary>
    private static GraphValue VotesOfTrees(IReadOnlyList<TreeClassificationModel> members, double[] votes, int classes, GraphValue x)
    {
        var table = new TreeTable();
        for (int i = 0; i < votes.Length; i++)
        {
            Tree tree = members[i].Trees[0];
            double vote = votes[i];
            Add(table, tree, members[i].Features, node => tree.MostProbable(node, classes) is var label && classes == 2
                ? (0, label == 1 ? vote : -vote)
                : (label, vote));
        }

        return table.Apply(x, classes == 2 ? 1 : classes);
    }

    private static GraphValue Mean(ReadOnlySpan<Tree> trees, FeatureSchema features, GraphValue x)
    {
        var table = new TreeTable();
        foreach (Tree tree in trees)
        {
            Add(table, tree, features, node => (0, tree.Nodes[node].Value));
        }

        GraphValue sum = table.Apply(x, 1);
        return trees.Length == 1 ? sum : sum / trees.Length;
    }

    /// <summary>Lays out the mean of the shares in the leaves.</summary>
    /// <remarks>A leaf of the operator adds one number to one sum; so each tree has a sum of its own, and its leaves give the number of their row in a table of shares.</remarks>
    private static GraphValue MeanOfShares(ReadOnlySpan<Tree> trees, FeatureSchema features, int width, GraphValue x)
    {
        var table = new TreeTable();
        var shares = new List<double>();
        for (int label = 0; label < width; label++)
        {
            shares.AddRange(Enumerable.Range(0, width).Select(other => other == label ? 1.0 : 0));
        }

        for (int i = 0; i < trees.Length; i++)
        {
            Tree tree = trees[i];
            int sum = i;
            Add(table, tree, features, node =>
            {
                int place = (int)tree.Nodes[node].Value;
                if (place >= 0)
                {
                    return (sum, place);
                }

                shares.AddRange(tree.Distributions.Slice(-1 - place, width));
                return (sum, (shares.Count / width) - 1);
            });
        }

        GraphValue leaves = table.Apply(x, trees.Length).AsInteger();
        return x.Graph.Numbers([.. shares], shares.Count / width, width).Gather(leaves).Mean(axis: 1, keep: false);
    }

    private static void Add(TreeTable table, Tree tree, FeatureSchema features, Func<int, (int Target, double Weight)> leaf) => table.Add(
        tree.Nodes.Length,
        node => tree.Nodes[node] is { IsLeaf: false } own
            ? new TreeSplit(own.Feature, own.IsCategorical ? 0 : own.Value, own.Child, own.Child + 1, own.MissingLeft, Levels: own.IsCategorical ? LeftLevels(tree, own, features) : null)
            : null,
        leaf);

    /// <summary>Lists the levels that go left, −1 among them if unknown ones do.</summary>
    private static double[] LeftLevels(Tree tree, TreeNode node, FeatureSchema features)
    {
        int known = Math.Max(features[node.Feature].Levels.Count, 32 * (int)tree.Levels[(int)node.Value]);
        return [.. Enumerable.Range(-1, known + 1).Select(level => (double)level).Where(level => tree.IsLeft(node, level))];
    }
}
