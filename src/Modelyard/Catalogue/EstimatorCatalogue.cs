using Modelyard.Baselines;
using Modelyard.Bayes;
using Modelyard.Linear;
using Modelyard.Neighbors;
using Modelyard.Trees.Boosting;

namespace Modelyard.Catalogue;

/// <summary>Lists the estimators of the library by name.</summary>
public static class EstimatorCatalogue
{
    /// <summary>Gets all estimators; a training compares them in this order, the quick ones first.</summary>
    public static IReadOnlyList<EstimatorEntry> All { get; } =
    [
        new("Predicts one number for every row: what a regressor must beat.", new BaselineRegressor()),
        new("Predicts the same probabilities for every row: what a classifier must beat.", new BaselineClassifier()),
        new("Ordinary least squares.", new LinearRegression(), IsCandidate: false),
        new("Linear least squares with an L2 penalty.", new Ridge()),
        new("Linear least squares with an L1 penalty, which drops features.", new Lasso(), IsCandidate: false),
        new("Linear least squares with a mixed L1 and L2 penalty.", new ElasticNet(), IsCandidate: false),
        new("Logistic regression, binary or multinomial.", new LogisticRegression()),
        new("Naive Bayes with a normal distribution for each feature within each class.", new GaussianNaiveBayes()),
        new("The mean of the nearest rows.", new KNeighborsRegressor()),
        new("A vote of the nearest rows.", new KNeighborsClassifier()),
        new("Gradient boosting over histograms: strong on most tables, takes missing values and categories as they are.", new GradientBoostingClassifier()),
        new("Gradient boosting over histograms: strong on most tables, takes missing values and categories as they are.", new GradientBoostingRegressor()),
    ];

    /// <summary>Finds an estimator.</summary>
    /// <param name="name">The name, in whatever case.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ModelyardException">There is none of this name; the message lists those there are.</exception>
    public static EstimatorEntry Find(string name) =>
        All.FirstOrDefault(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ModelyardException($"There is no estimator '{name}'. There are {string.Join(", ", All.Select(entry => entry.Name))}.");
}
