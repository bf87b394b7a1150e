using System.Diagnostics;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Explanation;

/// <summary>Computes how much a score suffers when the values of one feature, or of a group of them, are shuffled among the rows; of a text, all of its words together.</summary>
/// <remarks>Source: Breiman (2001), Random Forests, Machine Learning 45(1); Fisher, Rudin and Dominici (2019), JMLR 20.</remarks>
public static class PermutationImportance
{
    private const int FewestRows = 100;

    // Beyond these the importances of a table of thousands of columns would take longer than its training.
    private const double MostPredictions = 4e6;

    /// <summary>Computes the importance of every feature; where there are texts, of every column of the table.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Rows that the model was not fitted on; a sample of 2,000 is used of more, of fewer if there are many features.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="context">The seed, the number of threads, and the end if it is cancelled.</param>
    /// <param name="repeats">The number of shuffles of each feature, at least 1; from one alone there is no interval.</param>
    /// <param name="budget">The time that it may take, about, by the time of a first prediction: fewer rows are shuffled, and fewer times, if it would take longer. Null for no limit.</param>
    /// <returns>The importances, the greatest first; equals stay in the order of the features.</returns>
    public static IReadOnlyList<FeatureImportance> Compute(IPredictiveModel model, Dataset data, IMetric metric, FitContext context, int repeats = 5, TimeSpan? budget = null) =>
        Compute(model, data, metric, new PermutationOptions { Repeats = repeats, Budget = budget }, context);

    /// <summary>Computes the importance of every group and of every feature that is in none.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Rows that the model was not fitted on; a sample is used of many, and of fewer if there are many features.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="options">What is shuffled, how, and how often.</param>
    /// <param name="context">The seed, the number of threads, and the end if it is cancelled.</param>
    /// <returns>The importances, the greatest first; equals stay in the order of the features.</returns>
    /// <exception cref="ModelyardException">A group is empty, names a feature that there is not, or has a name that another one or a feature has; or there are fewer than two rows, or the model predicts what is no finite number.</exception>
    public static IReadOnlyList<FeatureImportance> Compute(IPredictiveModel model, Dataset data, IMetric metric, PermutationOptions options, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        IReadOnlyList<ShuffledUnit> units = ShuffledUnit.Of(data.Schema, options.Groups);
        data = Sample(data, options.MaxRows, context);
        int repeats = options.Repeats;
        long start = Stopwatch.GetTimestamp();
        double whole = Whole(model, data, metric, context);
        double perRow = Stopwatch.GetElapsedTime(start).TotalSeconds / data.RowCount;
        double most = options.Budget is { } time ? Math.Min(MostPredictions, time.TotalSeconds / perRow) : MostPredictions;
        double perUnit = most / units.Count;
        if (perUnit < (double)repeats * data.RowCount)
        {
            repeats = (int)Math.Clamp(perUnit / FewestRows, 1, repeats);
            data = Sample(data, (int)Math.Clamp(perUnit / repeats, FewestRows, options.MaxRows), context);
            whole = Whole(model, data, metric, context);
        }

        double sign = metric.HigherIsBetter ? 1 : -1;
        var importances = new FeatureImportance[units.Count];
        ConditionalSubgroups? subgroups = options.IsConditional ? new ConditionalSubgroups(data) : null;
        FitContext own = context with { Parallelism = 1 };
        ParallelLoop.For(
            importances.Length,
            context.Parallelism,
            unit =>
            {
                int[][]? parts = subgroups?.Part(units[unit].Columns, own);
                double[] losses = new double[repeats];
                for (int repeat = 0; repeat < repeats; repeat++)
                {
                    RandomStream random = context.Random(((ulong)unit * (ulong)repeats) + (ulong)repeat);
                    int[] order = parts is null ? random.Permutation(data.RowCount) : Permutation(parts, data.RowCount, random);
                    losses[repeat] = sign * (whole - metric.Score(Predictions.Of(model, units[unit].Shuffle(data, order))));
                }

                importances[unit] = Summarize(units[unit].Name, losses);
            },
            context.Cancellation);
        return [.. importances.OrderByDescending(one => one.Mean)];
    }

    /// <summary>Determines whether there are rows to shuffle among, and all predictions for them are finite numbers.</summary>
    internal static bool CanScore(Predictions predictions)
    {
        bool isFinite = AreFinite(predictions.Predicted);
        for (int row = 0; isFinite && row < predictions.Probabilities?.Rows; row++)
        {
            isFinite = AreFinite(predictions.Probabilities.Row(row));
        }

        return predictions.Count >= 2 && isFinite;
    }

    private static bool AreFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private static double Whole(IPredictiveModel model, Dataset data, IMetric metric, FitContext context)
    {
        Predictions predictions = Predictions.Of(model, data, context.Parallelism);
        return CanScore(predictions) ? metric.Score(predictions)
            : predictions.Count < 2 ? throw new ModelyardException($"Columns are shuffled among rows, and there is '{predictions.Count}' row. Give 2 or more; a hundred begin to tell something.")
            : throw new ModelyardException("The model predicts what is no finite number for some of the rows, so that no score tells what a column is worth. Leave such rows out, or take a model that knows what to say of them.");
    }

    private static Dataset Sample(Dataset data, int rows, FitContext context)
    {
        if (data.RowCount <= rows)
        {
            return data;
        }

        int[] sample = context.Random(ulong.MaxValue).Permutation(data.RowCount)[..rows];
        Array.Sort(sample);
        return data.Rows(sample);
    }

    /// <summary>Draws an order that leaves each row among those of its part.</summary>
    private static int[] Permutation(int[][] parts, int rows, RandomStream random)
    {
        int[] order = new int[rows];
        foreach (int[] part in parts)
        {
            int[] drawn = random.Permutation(part.Length);
            for (int i = 0; i < part.Length; i++)
            {
                order[part[i]] = part[drawn[i]];
            }
        }

        return order;
    }

    private static FeatureImportance Summarize(string feature, double[] losses)
    {
        double mean = losses.Average();
        double deviation = losses.Length < 2 ? double.NaN : Math.Sqrt(losses.Sum(loss => (loss - mean) * (loss - mean)) / (losses.Length - 1));
        double half = losses.Length < 2 ? double.NaN : new StudentT(losses.Length - 1).Quantile(0.975) * deviation / Math.Sqrt(losses.Length);
        int reached = losses.Count(loss => !(loss > 0));
        return new FeatureImportance(feature, mean, mean - half, mean + half) { PValue = (1.0 + reached) / (1 + losses.Length), IsUpperBound = reached == 0 };
    }
}
