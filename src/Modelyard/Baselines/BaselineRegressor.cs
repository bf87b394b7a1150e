using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Baselines;

/// <summary>Represents the prediction of one number for every row: what a real regressor must beat.</summary>
/// <remarks>Looks at no feature. The mean is the best constant for squared errors, the median for absolute ones, a quantile for the pinball loss.</remarks>
public sealed record BaselineRegressor : IRegressor<BaselineRegressionModel>
{
    /// <summary>Gets what is predicted.</summary>
    [Hyperparameter(Meaning = "What is predicted: the mean, the median or a quantile of the target.")]
    public BaselineStatistic Strategy { get; init; } = BaselineStatistic.Mean;

    /// <summary>Gets the share of the target that lies below the prediction when <see cref="Strategy"/> is a quantile.</summary>
    [Hyperparameter(Meaning = "The quantile that is predicted when the strategy is Quantile.", Minimum = 0, Maximum = 1)]
    public double Quantile { get; init; } = 0.5;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { MissingValues = true, Categories = true, Sparse = true };

    /// <inheritdoc/>
    public BaselineRegressionModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        double prediction = Strategy switch
        {
            BaselineStatistic.Median => WeightedQuantile(data, 0.5),
            BaselineStatistic.Quantile => WeightedQuantile(data, Quantile),
            _ => Mean(data),
        };
        context.Report(1, 1);
        return new BaselineRegressionModel(data.Schema, prediction);
    }

    private static double Mean(Dataset data)
    {
        double mean = 0, total = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            double weight = data.HasWeights ? data.Weights[row] : 1;
            total += weight;
            mean += weight > 0 ? (data.Target[row] - mean) * (weight / total) : 0;
        }

        return mean;
    }

    private static double WeightedQuantile(Dataset data, double share)
    {
        if (!data.HasWeights)
        {
            using var targets = new ScratchBuffer(data.RowCount);
            data.Target.CopyTo(targets.Span);
            return UnsortedQuantile.Of(targets.Span, share);
        }

        // With weights: the least value at which the weight of it and all below reaches the share.
        double[] values = data.Target.ToArray(), weights = data.Weights.ToArray();
        Array.Sort(values, weights);
        double total = 0;
        foreach (double weight in weights)
        {
            total += weight;
        }

        double reached = 0;
        for (int i = 0; i < values.Length; i++)
        {
            reached += weights[i];
            if (weights[i] > 0 && reached >= share * total)
            {
                return values[i];
            }
        }

        return values[Array.FindLastIndex(weights, weight => weight > 0)];
    }
}
