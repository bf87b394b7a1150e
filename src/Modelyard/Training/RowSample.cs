using Modelyard.Learning;

namespace Modelyard.Training;

/// <summary>Represents an estimator that learns from some rows of a large table only, drawn at random: for one whose time grows faster than the rows.</summary>
/// <param name="Estimator">The estimator.</param>
/// <param name="Rows">The number of rows that it learns from at most; of each class its share, and at least a few.</param>
internal sealed record RowSample(IEstimator Estimator, int Rows) : IEstimator
{
    private const int LeastRowsOfClass = 20;
    private const ulong Part = 0x726f;

    /// <inheritdoc/>
    public TaskKind Task => Estimator.Task;

    /// <inheritdoc/>
    public LearnerTraits Traits => Estimator.Traits;

    /// <inheritdoc/>
    public IPredictiveModel FitModel(Dataset data, FitContext context) =>
        Estimator.FitModel(data.RowCount <= Rows ? data : data.Rows(Draw(data, context)), context);

    /// <summary>Draws the rows; they stay in the order of the table.</summary>
    private int[] Draw(Dataset data, FitContext context)
    {
        int[] order = context.ForPart(Part).Random().Permutation(data.RowCount);
        int[] quotas = Quotas(data);
        var drawn = new List<int>(Rows);
        foreach (int row in order)
        {
            int label = data.Task == TaskKind.Classification ? data.Labels[row] : 0;
            if (quotas[label] > 0)
            {
                quotas[label]--;
                drawn.Add(row);
            }
        }

        drawn.Sort();
        return [.. drawn];
    }

    private int[] Quotas(Dataset data)
    {
        if (data.Task == TaskKind.Regression)
        {
            return [Rows];
        }

        int[] counts = new int[data.ClassCount];
        foreach (int label in data.Labels)
        {
            counts[label]++;
        }

        double share = Rows / (double)data.RowCount;
        return Array.ConvertAll(counts, count => Math.Min(count, Math.Max(LeastRowsOfClass, (int)Math.Round(share * count))));
    }
}
