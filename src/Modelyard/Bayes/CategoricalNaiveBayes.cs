using Modelyard.Learning;

namespace Modelyard.Bayes;

/// <summary>Represents naive Bayes over categories: within a class, every feature has a distribution of its own over its categories.</summary>
/// <remarks>
/// A feature is categorical, or a whole number from 0 that names its category. The probability of category k of feature j in class c is
/// <c>(N(c, j, k) + Alpha) / (N(c, j) + Alpha · categories)</c>, where N counts rows by weight. A missing category, and one that was not seen in training, is left
/// out of the product. Source: Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 6.6.3.
/// </remarks>
public sealed record CategoricalNaiveBayes : IClassifier<CategoricalNaiveBayesModel>, IIncrementalEstimator
{
    private const int MostCategories = 1_000_000;

    /// <summary>Gets what is added to every count.</summary>
    [Hyperparameter(Meaning = "What is added to every count.", Minimum = 0, Scale = Scale.Logarithmic, Search = [1e-3, 10])]
    public double Alpha { get; init; } = 1;

    /// <summary>Gets the number of categories that every feature has at least; a categorical feature has at least its levels.</summary>
    [Hyperparameter(Meaning = "Number of categories that every feature has at least.", Minimum = 1, Maximum = MostCategories)]
    public int MinCategories { get; init; } = 1;

    /// <summary>Gets the probabilities of the classes before a row is seen.</summary>
    [Hyperparameter(Meaning = "Probabilities of the classes before a row is seen: as in training, or all alike.")]
    public ClassPriors Priors { get; init; } = ClassPriors.Empirical;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Categories = true, MissingValues = true, NonNegative = true, WholeNumbers = true };

    /// <inheritdoc/>
    public CategoricalNaiveBayesModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        IIncrementalFit fit = Begin(DataShape.Of(data), context);
        fit.PartialFit(data);
        return (CategoricalNaiveBayesModel)fit.ToModel();
    }

    /// <inheritdoc/>
    public IIncrementalFit Begin(DataShape shape, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(shape);
        int[] least = [.. shape.Schema.Select(feature => Math.Max(MinCategories, feature.Levels.Count))];
        StatisticFit<CategoryCounts> fit = StatisticFit<CategoryCounts>.Begin(
            this, shape, context, () => new CategoryCounts(shape.Classes.Count, least), counts => Model(shape, counts));
        fit.Also = CheckWhole;
        return fit;
    }

    private static void CheckWhole(Dataset chunk, long before)
    {
        for (int row = 0; row < chunk.RowCount; row++)
        {
            ReadOnlySpan<double> values = chunk.Features.Row(row);
            for (int feature = 0; feature < values.Length; feature++)
            {
                double value = values[feature];
                if (!double.IsNaN(value) && (!double.IsInteger(value) || value >= MostCategories))
                {
                    throw new ModelyardException(
                        $"The feature '{chunk.Schema[feature].Name}' is '{value}' in data row {before + row + 1} and must be a whole number below '{MostCategories:N0}': '{nameof(CategoricalNaiveBayes)}' takes it for a category. Bin the feature, or choose '{nameof(GaussianNaiveBayes)}'.");
                }
            }
        }
    }

    private CategoricalNaiveBayesModel Model(DataShape shape, CategoryCounts counts)
    {
        double alpha = Math.Max(Alpha, MultinomialNaiveBayes.LeastAlpha);
        int classes = shape.Classes.Count;
        double[][] tables = new double[shape.Schema.Count][];
        double[] totals = new double[classes];
        for (int feature = 0; feature < tables.Length; feature++)
        {
            double[] table = counts.Counts(feature).ToArray();
            Array.Clear(totals);
            for (int i = 0; i < table.Length; i++)
            {
                table[i] += alpha;
                totals[i % classes] += table[i];
            }

            for (int i = 0; i < table.Length; i++)
            {
                table[i] = Math.Log(table[i]) - Math.Log(totals[i % classes]);
            }

            tables[feature] = table;
        }

        return new CategoricalNaiveBayesModel(shape.Schema, shape.Classes, PriorShares.Of(counts.Weights, Priors), tables);
    }
}
