using Modelyard.Frames;
using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Metrics;
using Modelyard.Neighbors;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Selection;
using Modelyard.Selection.Search;
using Modelyard.Trees;
using Modelyard.Trees.Boosting;

namespace Modelyard.Bench.Search;

/// <summary>Represents a small problem of tuning: an estimator, a part of an example table, a metric; three folds.</summary>
/// <param name="Name">The name.</param>
/// <param name="Space">What is searched.</param>
/// <param name="Objective">What is made as good as it can.</param>
public sealed record SearchTask(string Name, EstimatorSpace Space, CrossValidationObjective Objective)
{
    /// <summary>Creates the ten problems, by their names.</summary>
    /// <param name="root">The root of the checkout.</param>
    /// <returns>Makes each problem when it is asked for.</returns>
    public static IReadOnlyDictionary<string, Func<SearchTask>> All(string root)
    {
        SearchTask Of(string name, string table, string target, int rows, string metric, params string[] changes) => Create(name, Path.Combine(root, "examples", "data", table + ".csv"), target, rows, metric, changes);
        return new Dictionary<string, Func<SearchTask>>(StringComparer.Ordinal)
        {
            ["elastic-net"] = () => Of("elastic-net", "concrete", "compressive_strength", 200, "rmse"),
            ["svr"] = () => Of("svr", "concrete", "compressive_strength", 240, "rmse"),
            ["boosting-numbers"] = () => Of("boosting-numbers", "concrete", "compressive_strength", 300, "rmse", "Iterations=log(5,60)", "MinSamplesLeaf=log(2,50)"),
            ["tree"] = () => Of("tree", "concrete", "compressive_strength", 500, "mae", "MinImpurityDecrease=log(0.0001,10)", "MaxFeatureShare=0.2..1"),
            ["forest"] = () => Of("forest", "concrete", "compressive_strength", 250, "rmse", "Trees=15", "MinSamplesSplit=log(2,40)", "SampleShare=0.3..1"),
            ["logistic"] = () => Of("logistic", "telco-churn", "churn", 400, "log-loss"),
            ["svc"] = () => Of("svc", "telco-churn", "churn", 300, "roc-auc"),
            ["boosting-classes"] = () => Of("boosting-classes", "telco-churn", "churn", 500, "roc-auc", "Iterations=log(5,60)", "MinSamplesLeaf=log(2,50)"),
            ["neighbors"] = () => Of("neighbors", "LetterRecognition", "lettr", 700, "log-loss", "Metric={Euclidean,Manhattan,Chebyshev}"),
            ["descent"] = () => Of("descent", "telco-churn", "churn", 400, "log-loss", "Loss=Log"),
        };
    }

    private static SearchTask Create(string name, string path, string target, int rows, string metric, string[] changes)
    {
        IEstimator estimator = name switch
        {
            "elastic-net" => new ElasticNet(),
            "svr" => new Svr { StandardizeTarget = true },
            "boosting-numbers" => new GradientBoostingRegressor(),
            "tree" => new DecisionTreeRegressor(),
            "forest" => new RandomForestRegressor(),
            "logistic" => new LogisticRegression { MaxIterations = 100, Tolerance = 1e-4 },
            "svc" => new Svc(),
            "boosting-classes" => new GradientBoostingClassifier(),
            "neighbors" => new KNeighborsClassifier(),
            _ => new SgdClassifier(),
        };
        Frame table = CsvReader.Read(path).Frame;
        Frame part = table.Take([.. new RandomStream(1).Permutation(table.RowCount).Take(rows).Order()]);
        var kind = TargetPlan.Learn(part, target, estimator.Task);
        Dataset data = kind.Encode(part, new RowEncoder(TablePlan.Learn(part, target).Inputs));
        var steps = PreparationPlan.For(data, estimator.Traits).Steps;
        EstimatorSpace space = changes.Aggregate(EstimatorSpace.Of(estimator), (one, change) => one.With(change));
        var objective = new CrossValidationObjective(
            point => new Pipeline(steps, space.Create(point)), data, new KFold { Folds = 3, Stratified = true, Seed = 1 }.Split(data), MetricCatalogue.Find(metric, estimator.Task));
        return new SearchTask(name, space, objective);
    }
}
