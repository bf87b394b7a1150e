using Modelyard.Bayes;
using Modelyard.Ensembles;
using Modelyard.Kernels;
using Modelyard.Kernels.Approximation;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;
using Modelyard.Pipelines;
using Modelyard.Trees;
using Modelyard.Trees.Boosting;
using Modelyard.Trees.Isolation;

namespace Modelyard.Bench.Costs;

/// <summary>Represents an estimator whose cost is followed as the rows grow, and what theory says of it.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Estimator">The estimator.</param>
/// <param name="Data">The data it learns from.</param>
/// <param name="Rows">The number of rows to begin with.</param>
/// <param name="Theory">The exponent of the rows n in the time of a fit, features and settings fixed, and where it comes from.</param>
public sealed record CostFamily(string Name, IEstimator Estimator, CostData Data, int Rows, string Theory)
{
    private const string OnePass = "1: each pass reads every row once";
    private const string Sorting = "1, with the logarithm of sorting: n log n";
    private const string Levels = "1, with the logarithm of the depth: n log n";
    private const string Kernels = "2 to 3: pairs of rows, as often as there are support vectors";

    /// <summary>Gets the families, room by room.</summary>
    public static IReadOnlyList<CostFamily> All { get; } =
    [
        new("LinearRegression", new LinearRegression(), CostData.Numbers, 100_000, OnePass),
        new("Ridge", new Ridge(), CostData.Numbers, 100_000, OnePass),
        new("Lasso", new Lasso { Alpha = 0.01 }, CostData.Numbers, 50_000, OnePass),
        new("LogisticRegression", new LogisticRegression(), CostData.Classes, 50_000, OnePass),
        new("PoissonRegression", new PoissonRegression(), CostData.Counts, 50_000, OnePass),
        new("HuberRegression", new HuberRegression(), CostData.Numbers, 50_000, OnePass),
        new("QuantileRegression", new QuantileRegression(), CostData.Numbers, 5_000, "1 a step of the interior point method; the steps grow slowly"),
        new("IsotonicRegression", new IsotonicRegression { Direction = MonotonicDirection.Increasing }, CostData.Curve, 200_000, Sorting),
        new("SgdClassifier", new SgdClassifier { MaxEpochs = 5, Tolerance = null }, CostData.Classes, 50_000, OnePass),
        new("GaussianNaiveBayes", new GaussianNaiveBayes(), CostData.Classes, 100_000, OnePass),
        new("MultinomialNaiveBayes", new MultinomialNaiveBayes(), CostData.Terms, 20_000, "1: each stored element is read once"),
        new("KNeighborsClassifier", new KNeighborsClassifier(), CostData.Classes, 50_000, "1: of so many features no tree is built; the rows are kept"),
        new("DecisionTreeClassifier", new DecisionTreeClassifier(), CostData.Classes, 10_000, Levels),
        new("RandomForestClassifier", new RandomForestClassifier { Trees = 20 }, CostData.Classes, 10_000, Levels),
        new("ExtraTreesClassifier", new ExtraTreesClassifier { Trees = 20 }, CostData.Classes, 10_000, Levels),
        new("GradientBoostingClassifier", new GradientBoostingClassifier { Iterations = 50, EarlyStopping = EarlyStopping.Off }, CostData.Classes, 25_000, "1: each tree adds every row to a histogram a level"),
        new("AdaBoostClassifier", new AdaBoostClassifier { Iterations = 20 }, CostData.Classes, 10_000, "1: each tree reads every row a level"),
        new("IsolationForest", new IsolationForest(), CostData.Classes, 50_000, "0: a tree sees 256 rows, however many there are; all are checked once"),
        new("BaggingClassifier of trees", new BaggingClassifier { Estimator = new DecisionTreeClassifier { MaxDepth = 6 } }, CostData.Classes, 10_000, "that of its member"),
        new("LinearSvc", new LinearSvc(), CostData.Classes, 25_000, OnePass),
        new("Svc", new Svc { CalibrationFolds = 2 }, CostData.Classes, 1_000, Kernels),
        new("Svr", new Svr { StandardizeTarget = true }, CostData.Numbers, 1_000, Kernels),
        new("OneClassSvm", new OneClassSvm { Nu = 0.1 }, CostData.Classes, 2_000, Kernels),
        new("Nystroem, then LogisticRegression", new Pipeline([new Nystroem { Components = 100 }], new LogisticRegression()), CostData.Classes, 10_000, OnePass),
    ];
}
