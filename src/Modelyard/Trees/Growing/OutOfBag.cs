using Modelyard.Learning;
using Modelyard.Trees.Structure;

namespace Modelyard.Trees.Growing;

/// <summary>Scores a forest on its training rows, each predicted by the trees that did not draw it.</summary>
internal static class OutOfBag
{
    /// <summary>Computes a score, if the forest kept what it needs and there is time for it.</summary>
    public static double? Score(Forest forest, FitContext context, Func<double?> compute) =>
        forest.OutOfBag is null ? null : context.IfInTime(compute, "the score of the rows out of the bag");

    /// <summary>Computes the share of rows whose class is predicted, weighted; NaN if every tree drew every row.</summary>
    public static double Accuracy(Forest forest, Dataset data, FitContext context)
    {
        double[] votes = new double[data.ClassCount];
        double right = 0, total = 0;
        foreach (int row in context.Rows(data.RowCount))
        {
            Array.Clear(votes);
            bool any = false;
            for (int tree = 0; tree < forest.Trees.Length; tree++)
            {
                if (forest.OutOfBag![tree][row])
                {
                    Tree one = forest.Trees[tree];
                    one.AddDistribution(one.FindLeaf(data.Features.Row(row)), votes);
                    any = true;
                }
            }

            if (any)
            {
                double weight = data.HasWeights ? data.Weights[row] : 1;
                total += weight;
                right += votes.AsSpan().IndexOf(votes.Max()) == data.Labels[row] ? weight : 0;
            }
        }

        return right / total;
    }

    /// <summary>Computes the coefficient of determination, weighted; NaN if every tree drew every row.</summary>
    public static double RSquared(Forest forest, Dataset data, FitContext context)
    {
        double weights = 0, mean = 0, spread = 0, error = 0;
        foreach (int row in context.Rows(data.RowCount))
        {
            double sum = 0;
            int count = 0;
            for (int tree = 0; tree < forest.Trees.Length; tree++)
            {
                if (forest.OutOfBag![tree][row])
                {
                    Tree one = forest.Trees[tree];
                    sum += one.Nodes[one.FindLeaf(data.Features.Row(row))].Value;
                    count++;
                }
            }

            double weight = data.HasWeights ? data.Weights[row] : 1;
            if (count == 0 || weight == 0)
            {
                continue;
            }

            double target = data.Target[row], deviation = target - (sum / count), step = target - mean;
            weights += weight;
            mean += weight / weights * step;
            spread += weight * step * (target - mean);
            error += weight * deviation * deviation;
        }

        return weights == 0 ? double.NaN : 1 - (error / spread);
    }

    /// <summary>Computes the mean over several targets of their scores: R² of numbers, the share of rows in which a label is predicted right; NaN if every tree drew every row.</summary>
    public static double OfTargets(Forest forest, MultiTargetDataset data, FitContext context)
    {
        int width = data.TargetCount;
        double[] sums = new double[width], spread = new double[width], error = new double[width], mean = new double[width];
        double weights = 0;
        bool numbers = data.Task == TaskKind.Regression;
        foreach (int row in context.Rows(data.RowCount))
        {
            Array.Clear(sums);
            int count = 0;
            for (int tree = 0; tree < forest.Trees.Length; tree++)
            {
                if (forest.OutOfBag![tree][row])
                {
                    Tree one = forest.Trees[tree];
                    one.AddDistribution(one.FindLeaf(data.Features.Row(row)), sums);
                    count++;
                }
            }

            double weight = data.Weights.IsEmpty ? 1 : data.Weights[row];
            if (count == 0 || weight == 0)
            {
                continue;
            }

            weights += weight;
            for (int target = 0; target < width; target++)
            {
                double actual = data.Targets[row, target], predicted = sums[target] / count, step = actual - mean[target];
                mean[target] += weight / weights * step;
                spread[target] += numbers ? weight * step * (actual - mean[target]) : weight;
                error[target] += numbers ? weight * (actual - predicted) * (actual - predicted) : (predicted > 0.5) == (actual == 1) ? 0 : weight;
            }
        }

        double score = 0;
        for (int target = 0; target < width; target++)
        {
            score += (1 - (error[target] / spread[target])) / width;
        }

        return weights == 0 ? double.NaN : score;
    }
}
