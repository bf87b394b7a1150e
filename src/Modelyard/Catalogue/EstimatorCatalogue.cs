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
        new("Logistic regression: a weighted sum of the features, as probabilities; two classes or more.", new LogisticRegression()),
        new("Gradient boosting over histograms: strong on most tables, takes missing values and categories as they are.", new GradientBoostingClassifier()),
        new("Extra trees: a forest whose splits are drawn at random, then averaged.", new ExtraTreesClassifier()),
        new("Random forest: trees grown on resampled rows, then averaged.", new RandomForestClassifier()),
        new("Support vector machine: the widest margin between classes, in the space of a kernel.", new Svc())
        {
            Candidate = new Svc { CalibrationFolds = 3 },
            MostRows = MostKernelRows,
        },
        new("Gaussian naive Bayes: a bell curve for each feature and class.", new GaussianNaiveBayes()),
        new("The classes of the nearest training rows.", new KNeighborsClassifier()),
        new("One tree of yes-or-no questions.", new DecisionTreeClassifier(), IsCandidate: false),
        new("Predicts the mean, whatever the row: the yardstick.", new BaselineRegressor()),
        new("Ordinary least squares.", new LinearRegression(), IsCandidate: false),
        new("Least squares with a penalty on the squares of the coefficients.", new Ridge()),
        new("Least squares with a penalty on the sizes of the coefficients, which sets many to 0.", new Lasso(), IsCandidate: false),
        new("Least squares with both penalties.", new ElasticNet(), IsCandidate: false),
        new("Gradient boosting over histograms: strong on most tables, takes missing values and categories as they are.", new GradientBoostingRegressor()),
        new("Extra trees: a forest whose splits are drawn at random, then averaged.", new ExtraTreesRegressor()),
        new("Random forest: trees grown on resampled rows, then averaged.", new RandomForestRegressor()),
        new("Support vector machine: the flattest function within a tube around the target, in the space of a kernel.", new Svr())
        {
            Candidate = new Svr { C = 10, StandardizeTarget = true },
            MostRows = MostKernelRows,
        },
        new("The mean of the nearest training rows.", new KNeighborsRegressor()),
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
