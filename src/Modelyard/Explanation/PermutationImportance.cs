using System.Diagnostics;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Preparation.Text;
using Modelyard.Probability;

namespace Modelyard.Explanation;

/// <summary>Computes how much a score suffers when the values of one feature are shuffled among the rows; of a text, all of its words together.</summary>
/// <remarks>Source: Breiman (2001), Random Forests, Machine Learning 45(1); Fisher, Rudin and Dominici (2019), JMLR 20.</remarks>
public static class PermutationImportance
{
    private const int MostRows = 2000;
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
    public static IReadOnlyList<FeatureImportance> Compute(IPredictiveModel model, Dataset data, IMetric metric, FitContext context, int repeats = 5, TimeSpan? budget = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        data = Sample(data, MostRows, context);
        long start = Stopwatch.GetTimestamp();
        double whole = metric.Score(Predictions.Of(model, data, context.Parallelism));
        double perRow = Stopwatch.GetElapsedTime(start).TotalSeconds / data.RowCount;
        double most = budget is { } time ? Math.Min(MostPredictions, time.TotalSeconds / perRow) : MostPredictions;
        var layout = TermLayout.Find(data.Schema);
        FeatureSchema columns = layout?.Columns ?? data.Schema;
        double perFeature = most / columns.Count;
        if (perFeature < (double)repeats * data.RowCount)
        {
            repeats = (int)Math.Clamp(perFeature / FewestRows, 1, repeats);
            data = Sample(data, (int)Math.Clamp(perFeature / repeats, FewestRows, MostRows), context);
            whole = metric.Score(Predictions.Of(model, data, context.Parallelism));
        }

        double sign = metric.HigherIsBetter ? 1 : -1;
        var importances = new FeatureImportance[columns.Count];
        ParallelLoop.For(
            importances.Length,
            context.Parallelism,
            feature =>
            {
                double[] losses = new double[repeats];
                for (int repeat = 0; repeat < repeats; repeat++)
                {
                    int[] order = context.Random(((ulong)feature * (ulong)repeats) + (ulong)repeat).Permutation(data.RowCount);
                    losses[repeat] = sign * (whole - metric.Score(Predictions.Of(model, Shuffle(data, layout, feature, order))));
                }

                importances[feature] = Summarize(columns[feature].Name, losses);
            },
            context.Cancellation);
        return [.. importances.OrderByDescending(one => one.Mean)];
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

    /// <summary>Gives each row the value of a feature, and of the terms that belong to it, that another row has.</summary>
    private static Dataset Shuffle(Dataset data, TermLayout? layout, int feature, int[] order)
    {
        int text = layout is null ? -1 : Array.IndexOf(layout.Texts, feature);
        (int first, int end) = text < 0 ? (data.FeatureCount, data.FeatureCount) : (layout!.Starts[text], layout.Starts[text + 1]);
        if (data.IsSparse)
        {
            return data.WithFeatures(Shuffle(data.SparseFeatures, feature, first, end, order), data.Schema);
        }

        Matrix shuffled = data.Features.Copy();
        for (int row = 0; row < order.Length; row++)
        {
            ReadOnlySpan<double> other = data.Features.Row(order[row]);
            shuffled[row, feature] = other[feature];
            other[first..end].CopyTo(shuffled.Row(row)[first..end]);
        }

        return data.WithFeatures(shuffled, data.Schema);
    }

    private static SparseMatrix Shuffle(SparseMatrix rows, int feature, int first, int end, int[] order)
    {
        var builder = new SparseMatrixBuilder(rows.Columns);
        for (int row = 0; row < rows.Rows; row++)
        {
            Copy(rows.Row(row), isOwn: true);
            Copy(rows.Row(order[row]), isOwn: false);
            builder.EndRow();
        }

        return builder.Build();

        void Copy(SparseRow from, bool isOwn)
        {
            for (int i = 0; i < from.Count; i++)
            {
                int column = from.Indices[i];
                bool isShuffled = column == feature || (column >= first && column < end);
                if (isShuffled != isOwn)
                {
                    builder.Add(column, from.Values[i]);
                }
            }
        }
    }

    private static FeatureImportance Summarize(string feature, double[] losses)
    {
        double mean = losses.Average();
        double deviation = losses.Length < 2 ? double.NaN : Math.Sqrt(losses.Sum(loss => (loss - mean) * (loss - mean)) / (losses.Length - 1));
        double half = losses.Length < 2 ? double.NaN : new StudentT(losses.Length - 1).Quantile(0.975) * deviation / Math.Sqrt(losses.Length);
        return new FeatureImportance(feature, mean, mean - half, mean + half);
    }
}
