using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents a classification by several labels in which each classifier reads, beside the features, the labels before its own, so that labels that go together are learned together.</summary>
/// <remarks>
/// In training the true labels are read, in prediction those that were predicted. A label that applies to all training rows, or to none, keeps doing so and is not read by others.
/// Source: Read, Pfahringer, Holmes and Frank (2011), Classifier Chains for Multi-label Classification, Machine Learning 85(3).
/// </remarks>
public sealed record ClassifierChain : IMultiTargetEstimator
{
    /// <summary>Gets the classifier of one label.</summary>
    [Hyperparameter(Meaning = "Classifier of one label.")]
    public IEstimator Estimator { get; init; } = new LogisticRegression();

    /// <summary>Gets a value indicating whether the order of the labels is drawn; otherwise it is that of the data.</summary>
    [Hyperparameter(Meaning = "Whether the order of the labels is drawn; otherwise it is that of the data.")]
    public bool ShuffleOrder { get; init; }

    /// <inheritdoc/>
    public TaskKind Task => TaskKind.Classification;

    /// <inheritdoc/>
    public LearnerTraits Traits => Estimator.Traits with { Sparse = false };

    /// <inheritdoc/>
    public IMultiTargetModel FitTargets(MultiTargetDataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        TargetChecks.Run(this, data, context);
        double[] constants = [.. Enumerable.Range(0, data.TargetCount).Select(target => TargetChecks.Constant(data, target))];
        RandomStream random = context.Random(ulong.MaxValue);
        int[] all = ShuffleOrder ? random.Permutation(data.TargetCount) : [.. Enumerable.Range(0, data.TargetCount)];
        int[] order = [.. all.Where(target => double.IsNaN(constants[target]))];
        FeatureSchema schema = ChainModel.Extend(data.Schema, [.. order.Select(target => data.TargetNames[target])]);
        Matrix features = Extend(data, order);

        // The true labels stand beside the features before any fit, so the fits need not wait for one another.
        IPredictiveModel[] members = MemberFits.Run(order.Length, context, (place, own) =>
        {
            int count = data.FeatureCount + place;
            return Estimator.FitModel(data.Target(order[place]).WithFeatures(features.View(0, data.RowCount, 0, count), new FeatureSchema(schema.Take(count))), own);
        });
        return new ChainModel(data.Schema, data.TargetNames, order, members, constants);
    }

    private static Matrix Extend(MultiTargetDataset data, int[] order)
    {
        var features = new Matrix(data.RowCount, data.FeatureCount + order.Length);
        for (int row = 0; row < data.RowCount; row++)
        {
            Span<double> own = features.Row(row);
            data.Features.Row(row).CopyTo(own);
            for (int place = 0; place < order.Length; place++)
            {
                own[data.FeatureCount + place] = data.Targets[row, order[place]];
            }
        }

        return features;
    }
}
