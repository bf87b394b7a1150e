using Modelyard.Learning;
using Modelyard.Linear;

namespace Modelyard.Ensembles;

/// <summary>Represents a classification by several labels, of which any number may apply to a row, each by a model of its own (binary relevance).</summary>
/// <remarks>A label that applies to all training rows, or to none, keeps doing so. Source: Tsoumakas and Katakis (2007), Multi-Label Classification: An Overview, IJDWM 3(3).</remarks>
public sealed record MultiLabelClassifier : IMultiTargetEstimator
{
    /// <summary>Gets the classifier of one label.</summary>
    [Hyperparameter(Meaning = "Classifier of one label.")]
    public IEstimator Estimator { get; init; } = new LogisticRegression();

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
        int[] learned = [.. Enumerable.Range(0, data.TargetCount).Where(target => double.IsNaN(constants[target]))];
        IPredictiveModel[] members = MemberFits.Run(learned.Length, context, (i, own) => Estimator.FitModel(data.Target(learned[i]), own));
        return new MultiTargetModel(data.Schema, data.TargetNames, TaskKind.Classification, members, constants);
    }
}
