using Modelyard.Onnx.Graphs;
using Modelyard.Trees.Boosting;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out gradient boosting: the sums of trees, then the link.</summary>
internal static class BoostingExport
{
    internal static GraphValue Of(GradientBoostingRegressionModel model, GraphValue x)
    {
        GraphValue score = Scores(model.Trees, x);
        return model.Link switch
        {
            BoostingLink.Log => score.Exp(),
            BoostingLink.Logit => score.Logistic(),
            _ => score,
        };
    }

    internal static GraphValue Of(GradientBoostingClassificationModel model, GraphValue x)
    {
        GraphValue scores = Scores(model.Trees, x);
        return model.DecisionCount == 1 ? ScoreExport.OfLogOdds(scores) : scores.Softmax();
    }

    internal static GraphValue Scores(EnsembleTables trees, GraphValue x)
    {
        int outputs = trees.Baseline.Length;
        if (trees.Roots.Length == 0)
        {
            return x.Fill(x.Graph.Row(trees.Baseline), outputs);
        }

        var table = new TreeTable();
        for (int tree = 0; tree < trees.Roots.Length; tree++)
        {
            int root = trees.Roots[tree], end = tree + 1 < trees.Roots.Length ? trees.Roots[tree + 1] : trees.NodeCount, output = tree % outputs;
            table.Add(end - root, node => Split(trees, root, root + node), node => (output, trees.Values[root + node]));
        }

        return table.Apply(x, outputs) + x.Graph.Row(trees.Baseline);
    }

    private static TreeSplit? Split(EnsembleTables trees, int root, int node)
    {
        if (trees.IsLeaf(node))
        {
            return null;
        }

        int feature = trees.Features[node], left = trees.Left[node] - root;
        FeatureBins bins = trees.Bins[feature];
        if (trees.SetOf(node) is >= 0 and int set)
        {
            // A level that was never seen has the code of a missing one.
            bool IsLeft(int code) => (trees.LevelSets[(set * CodeSet.Words) + (code >> 6)] >> (code & 63) & 1) != 0;
            double[] levels = [.. Enumerable.Range(-1, bins.Levels!.Length + 1).Where(level => IsLeft(level < 0 ? 0 : bins.Levels[level])).Select(level => (double)level)];
            return new TreeSplit(feature, 0, left, left + 1, IsLeft(0), Levels: levels);
        }

        // Codes up to the bin go left: values up to its cut, and all of them if it is the last.
        int cut = (int)trees.Bin(node) - 1;
        return new TreeSplit(feature, cut < bins.Cuts.Length ? bins.Cuts[cut] : double.PositiveInfinity, left, left + 1, trees.MissingLeft(node));
    }
}
