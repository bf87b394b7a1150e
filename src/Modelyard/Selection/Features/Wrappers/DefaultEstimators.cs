using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Trees;

namespace Modelyard.Selection.Features;

/// <summary>Chooses what learns in a selection where nothing else is named.</summary>
internal static class DefaultEstimators
{
    // Deep trees of noise lean on it; a few levels are enough to show what matters.
    private const int ForestDepth = 7;

    internal static IEstimator Linear(TaskKind task) => task == TaskKind.Classification ? new LogisticRegression() : new Ridge();

    internal static IEstimator Forest(TaskKind task) => task == TaskKind.Classification
        ? new RandomForestClassifier { MaxDepth = ForestDepth, ClassWeight = ClassWeight.Balanced }
        : new RandomForestRegressor { MaxDepth = ForestDepth, MaxFeatures = MaxFeatures.Sqrt };

    /// <summary>Takes an estimator that was named, or another, and sees that it learns from this target.</summary>
    internal static IEstimator Choose(IEstimator? named, Func<TaskKind, IEstimator> otherwise, Dataset data, string method)
    {
        FeatureValues.Require(data, method);
        if (!data.HasTarget)
        {
            throw new ModelyardException($"'{method}' chooses features by what they say of a target and the data has none.");
        }

        return named is null || named.Task == data.Task
            ? named ?? otherwise(data.Task)
            : throw new ModelyardException($"'{named.GetType().Name}' is for {named.Task} and the target '{data.TargetName}' is for {data.Task}.");
    }
}
