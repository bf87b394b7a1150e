using Modelyard.Baselines;
using Modelyard.Bayes;
using Modelyard.Kernels;
using Modelyard.Linear;
using Modelyard.Neighbors;
using Modelyard.Trees;
using Modelyard.Trees.Boosting;

namespace Modelyard.Catalogue;

/// <summary>Lists the estimators of the library by name.</summary>
public static class EstimatorCatalogue
{
    // The time of a kernel machine grows faster than the square of the rows.
    private const int MostKernelRows = 20_000;

    /// <summary>Gets all estimators; a training compares them in this order.</summary>
    public static IReadOnlyList<EstimatorEntry> All { get; } =
    [
        new("Predicts the shares of the classes, whatever the row: the yardstick.", new BaselineClassifier()),
        new("Logistic regression: a weighted sum of the features, as probabilities; two classes or more.", new LogisticRegression())
        {
            Starts = [new LogisticRegression(), new LogisticRegression { C = 0.05 }],
        },
        new("Gradient boosting over histograms: strong on most tables, takes missing values and categories as they are.", new GradientBoostingClassifier())
        {
            Starts = [new GradientBoostingClassifier(), new GradientBoostingClassifier { LearningRate = 0.05, Iterations = 250, MaxLeafNodes = 15 }],
        },
        new("Extra trees: a forest whose splits are drawn at random, then averaged.", new ExtraTreesClassifier())
        {
            Starts = [new ExtraTreesClassifier(), new ExtraTreesClassifier { Trees = 300, MinSamplesLeaf = 2 }],
        },
        new("Random forest: trees grown on resampled rows, then averaged.", new RandomForestClassifier())
        {
            Starts = [new RandomForestClassifier(), new RandomForestClassifier { Trees = 300, MinSamplesLeaf = 2 }],
        },
        new("Support vector machine: the widest margin between classes, in the space of a kernel.", new Svc())
        {
            Starts = [new Svc { C = 10, CalibrationFolds = 3 }, new Svc { C = 1, CalibrationFolds = 3 }, new Svc { C = 100, CalibrationFolds = 3 }],
            MostRows = MostKernelRows,
        },
        new("Support vector machine whose share of support vectors is at least nu.", new NuSvc(), IsCandidate: false) { MostRows = MostKernelRows },
        new("Linear support vector machine: the widest margin between each class and the rest, for many rows or features.", new LinearSvc(), IsCandidate: false),
        new("Gaussian naive Bayes: a bell curve for each feature and class.", new GaussianNaiveBayes()),
        new("The classes of the nearest training rows.", new KNeighborsClassifier())
        {
            Starts = [new KNeighborsClassifier(), new KNeighborsClassifier { Neighbors = 15, Weights = NeighborWeighting.Distance }],
        },
        new("One tree of yes-or-no questions.", new DecisionTreeClassifier(), IsCandidate: false),
        new("Predicts the mean, whatever the row: the yardstick.", new BaselineRegressor()),
        new("Ordinary least squares.", new LinearRegression(), IsCandidate: false),
        new("Least squares with a penalty on the squares of the coefficients.", new Ridge())
        {
            Starts = [new Ridge(), new Ridge { Alpha = 30 }],
        },
        new("Least squares with a penalty on the sizes of the coefficients, which sets many to 0.", new Lasso(), IsCandidate: false),
        new("Least squares with both penalties.", new ElasticNet(), IsCandidate: false),
        new("Gradient boosting over histograms: strong on most tables, takes missing values and categories as they are.", new GradientBoostingRegressor())
        {
            Starts = [new GradientBoostingRegressor(), new GradientBoostingRegressor { LearningRate = 0.05, Iterations = 250, MaxLeafNodes = 15 }],
        },
        new("Extra trees: a forest whose splits are drawn at random, then averaged.", new ExtraTreesRegressor())
        {
            Starts = [new ExtraTreesRegressor(), new ExtraTreesRegressor { Trees = 300, MinSamplesLeaf = 3 }],
        },
        new("Random forest: trees grown on resampled rows, then averaged.", new RandomForestRegressor())
        {
            Starts = [new RandomForestRegressor(), new RandomForestRegressor { Trees = 300, MaxFeatureShare = 0.35 }],
        },
        new("Support vector machine: the flattest function within a tube around the target, in the space of a kernel.", new Svr())
        {
            Starts = [new Svr { C = 10, StandardizeTarget = true }, new Svr { C = 1, StandardizeTarget = true }, new Svr { C = 100, StandardizeTarget = true }],
            MostRows = MostKernelRows,
        },
        new("Support vector machine whose tube leaves at most a share nu of the rows outside.", new NuSvr(), IsCandidate: false) { MostRows = MostKernelRows },
        new("Linear support vector machine: a weighted sum within a tube around the target, for many rows or features.", new LinearSvr(), IsCandidate: false),
        new("The mean of the nearest training rows.", new KNeighborsRegressor())
        {
            Starts = [new KNeighborsRegressor(), new KNeighborsRegressor { Neighbors = 15, Weights = NeighborWeighting.Distance }],
        },
        new("One tree of yes-or-no questions.", new DecisionTreeRegressor(), IsCandidate: false),
    ];

    /// <summary>Finds an estimator.</summary>
    /// <param name="name">The name, in whatever case.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ModelyardException">There is none of this name; the message lists those there are.</exception>
    public static EstimatorEntry Find(string name) =>
        All.FirstOrDefault(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ModelyardException($"There is no estimator '{name}'. There are {string.Join(", ", All.Select(entry => entry.Name))}.");
}
