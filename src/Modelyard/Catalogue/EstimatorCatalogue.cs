using Modelyard.Trees.Boosting;

namespace Modelyard.Catalogue;

/// <summary>Lists the estimators of the library by name.</summary>
public static class EstimatorCatalogue
{
    /// <summary>Gets all estimators; a training compares them in this order, the quick ones first.</summary>
    public static IReadOnlyList<EstimatorEntry> All { get; } =
    [
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
