using Modelyard.Learning;

namespace Modelyard.Ensembles;

/// <summary>Checks, before any work is done, that an estimator of several targets can take the data.</summary>
internal static class TargetChecks
{
    internal static void Run(IMultiTargetEstimator estimator, MultiTargetDataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        FitChecks.Run(estimator, Dataset.WithoutTarget(data.Features, data.Schema).WithWeights(data.Weights.IsEmpty ? null : data.Weights.ToArray()), context);
        if (data.Task != estimator.Task)
        {
            throw new ModelyardException($"'{estimator.GetType().Name}' is for {estimator.Task} and the targets '{string.Join(", ", data.TargetNames.Take(5))}' are for {data.Task}.");
        }

        context.Checkpoint();
    }

    /// <summary>Gets the share of a label if all rows of some weight agree on it, 0 or 1; NaN if they differ.</summary>
    internal static double Constant(MultiTargetDataset data, int target)
    {
        double found = double.NaN;
        for (int row = 0; row < data.RowCount; row++)
        {
            if (data.Weights.IsEmpty || data.Weights[row] > 0)
            {
                if (!double.IsNaN(found) && found != data.Targets[row, target])
                {
                    return double.NaN;
                }

                found = data.Targets[row, target];
            }
        }

        return found;
    }
}
