using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees;
using Modelyard.Trees.Structure;

namespace Modelyard.Selection.Search;

/// <summary>Computes how much of the variance of scores over a space goes back to each axis alone: functional analysis of variance over a random forest.</summary>
/// <remarks>
/// A forest learns the losses from the trials. A tree cuts the space into boxes of one loss each, whose volumes give the mean loss for each value of an
/// axis, the others varying over their priors, exactly; the variance of these means is the axis's share. What is left over is joint effects of several axes. Source: Hutter, Hoos and Leyton-Brown
/// (2014), An Efficient Approach for Assessing Hyperparameter Importance.
/// </remarks>
public static class FunctionalAnova
{
    private const int FewestTrials = 4;
    private const int Trees = 64;

    // Where an axis has no value, its share of the prior does not matter.
    private const double Nowhere = 0.5;

    /// <summary>Computes the importance of each axis for the first goal.</summary>
    /// <param name="study">What the search found.</param>
    /// <param name="seed">The seed of the forest.</param>
    /// <param name="cancellation">Ends the computation.</param>
    /// <returns>The axes that had more than one value, the most important first; none if there are too few trials, or all have the same score.</returns>
    public static IReadOnlyList<HyperparameterImportance> Compute(StudyResult study, ulong seed = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(study);
        IReadOnlyList<SearchDimension> axes = study.Space.Dimensions;
        double[] all = new TrialHistory(study.Space, study.Goals, study.Trials).LossesOf(0);
        var rows = new List<double[]>();
        var losses = new List<double>();
        double most = study.SearchedShare;

        // Of a batch that was stopped some trials may be missing: their numbers are not their places.
        foreach ((Trial trial, double loss) in study.Trials.Zip(all).Where(pair => pair.First.Share == most && double.IsFinite(pair.Second)))
        {
            double[] shares = new double[axes.Count];
            if (study.Space.TryLocate(trial.Point, shares))
            {
                rows.Add(shares);
                losses.Add(loss);
            }
        }

        // Of an axis that always had the same value, the trials cannot say anything.
        int[] varied = [.. Enumerable.Range(0, axes.Count).Where(axis => rows.Select(row => row[axis]).Where(double.IsFinite).Distinct().Skip(1).Any())];
        return losses.Count < FewestTrials || losses.Max() == losses.Min() || varied.Length == 0
            ? []
            : Compute([.. varied.Select(axis => axes[axis].Name)], [.. rows.Select(row => Array.ConvertAll(varied, axis => double.IsNaN(row[axis]) ? Nowhere : row[axis]))], [.. losses], new FitContext { Seed = seed, Cancellation = cancellation });
    }

    /// <summary>Computes the importance of each axis of the unit cube.</summary>
    internal static IReadOnlyList<HyperparameterImportance> Compute(IReadOnlyList<string> names, IReadOnlyList<double[]> rows, double[] losses, FitContext context)
    {
        var features = new Matrix(rows.Count, names.Count);
        for (int row = 0; row < rows.Count; row++)
        {
            rows[row].CopyTo(features.Row(row));
        }

        ForestRegressionModel forest = new RandomForestRegressor { Trees = Trees, MaxFeatureShare = 0.8 }.Fit(Dataset.ForRegression(features, losses), context);
        var shares = new List<double[]>();
        foreach (Tree tree in forest.Trees)
        {
            context.Checkpoint();
            if (SharesOf(tree, names.Count) is { } own)
            {
                shares.Add(own);
            }
        }

        return shares.Count == 0 ? [] : [.. names.Select((name, axis) =>
        {
            double mean = shares.Average(own => own[axis]);
            return new HyperparameterImportance(name, mean, Math.Sqrt(shares.Average(own => (own[axis] - mean) * (own[axis] - mean))));
        }).OrderByDescending(one => one.Share)];
    }

    /// <summary>Computes the share of each axis in the variance of one tree; null for a tree that is the same everywhere.</summary>
    private static double[]? SharesOf(Tree tree, int axes)
    {
        var boxes = new List<Box>();
        double[] low = new double[axes], high = new double[axes];
        Array.Fill(high, 1);
        Collect(tree, 0, low, high, boxes);
        double mean = boxes.Sum(box => box.Volume * box.Value);
        double variance = boxes.Sum(box => box.Volume * (box.Value - mean) * (box.Value - mean));
        return variance <= 0 ? null : [.. Enumerable.Range(0, axes).Select(axis => VarianceOf(axis, boxes, mean) / variance)];
    }

    private static double VarianceOf(int axis, List<Box> boxes, double mean)
    {
        double[] cuts = [.. boxes.SelectMany(box => (double[])[box.Low[axis], box.High[axis]]).Distinct().Order()];
        double variance = 0;
        for (int i = 0; i + 1 < cuts.Length; i++)
        {
            double length = cuts[i + 1] - cuts[i], marginal = 0;
            foreach (Box box in boxes)
            {
                if (box.Low[axis] <= cuts[i] && box.High[axis] >= cuts[i + 1])
                {
                    marginal += box.Value * box.Volume / (box.High[axis] - box.Low[axis]);
                }
            }

            variance += length * (marginal - mean) * (marginal - mean);
        }

        return variance;
    }

    private static void Collect(Tree tree, int node, double[] low, double[] high, List<Box> boxes)
    {
        TreeNode own = tree.Nodes[node];
        if (own.IsLeaf)
        {
            double volume = 1;
            for (int axis = 0; axis < low.Length; axis++)
            {
                volume *= high[axis] - low[axis];
            }

            if (volume > 0)
            {
                boxes.Add(new Box([.. low], [.. high], volume, own.Value));
            }

            return;
        }

        (double before, double after) = (low[own.Feature], high[own.Feature]);
        high[own.Feature] = Math.Clamp(own.Value, before, after);
        Collect(tree, own.Child, low, high, boxes);
        low[own.Feature] = high[own.Feature];
        high[own.Feature] = after;
        Collect(tree, own.Child + 1, low, high, boxes);
        low[own.Feature] = before;
    }

    /// <summary>Represents a leaf: a box of the unit cube and the loss there.</summary>
    private sealed record Box(double[] Low, double[] High, double Volume, double Value);
}
