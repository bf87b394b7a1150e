using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Trees;
using Modelyard.Trees.Boosting;

namespace Modelyard.Selection.Features;

/// <summary>Chooses what learns in a selection where nothing else is named.</summary>
internal static class DefaultEstimators
{
    // Deep trees of noise lean on it; a few levels are enough to show what matters.
    private const int ForestDepth = 7;

    // On fewer rows, leaves of twenty of them see less than a line does.
    private const int RowsOfBoosting = 500;

    // So many rows in all fits together take boosting about a minute on one thread.
    private const long MostFittedRows = 20_000_000;
    private const int Trees = 60;
    private const int Leaves = 8;

    /// <summary>Chooses boosting, which sees curves and interactions, where rows are enough for it and fits are not too many; else a linear model.</summary>
    internal static IEstimator Curved(Dataset data, long fits) => data.RowCount < RowsOfBoosting || data.RowCount * fits > MostFittedRows ? Linear(data.Task) : Boosting(data.Task);

    /// <summary>Chooses what judges a choice, which must see curves whatever the number of rows.</summary>
    internal static IEstimator Judge(Dataset data) => data.RowCount < RowsOfBoosting ? Forest(data.Task) : Boosting(data.Task);

    /// <summary>Tells whether an estimator follows straight lines only.</summary>
    internal static bool IsLinear(IEstimator estimator) => estimator is IRegressor<LinearModel> or LogisticRegression;

    internal static IEstimator Linear(TaskKind task) => task == TaskKind.Classification ? new LogisticRegression() : new Ridge();

    internal static IEstimator Forest(TaskKind task) => task == TaskKind.Classification
        ? new RandomForestClassifier { MaxDepth = ForestDepth, ClassWeight = ClassWeight.Balanced }
        : new RandomForestRegressor { MaxDepth = ForestDepth, MaxFeatures = MaxFeatures.Sqrt };

    /// <summary>Takes an estimator that was named, or another, and sees that it learns from this target.</summary>
    internal static IEstimator Choose(IEstimator? named, Func<IEstimator> otherwise, Dataset data, string method)
    {
        FeatureValues.Require(data, method);
        if (!data.HasTarget)
        {
            throw new ModelyardException($"'{method}' chooses features by what they say of a target and the data has none.");
        }

        return named is null || named.Task == data.Task
            ? named ?? otherwise()
            : throw new ModelyardException($"'{named.GetType().Name}' is for {named.Task} and the target '{data.TargetName}' is for {data.Task}.");
    }

    private static IEstimator Boosting(TaskKind task) => task == TaskKind.Classification
        ? new GradientBoostingClassifier { Iterations = Trees, MaxLeafNodes = Leaves }
        : new GradientBoostingRegressor { Iterations = Trees, MaxLeafNodes = Leaves };
}
