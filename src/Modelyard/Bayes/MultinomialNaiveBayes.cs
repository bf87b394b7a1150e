using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Bayes;

/// <summary>Represents naive Bayes over counts: within a class, every count is a draw from one distribution over the features.</summary>
/// <remarks>
/// The classical classifier of texts by the words they hold. The probability of feature j in class c is <c>(N(c, j) + Alpha) / (N(c) + Alpha · features)</c>,
/// where N sums the counts by weight. One pass, and sparse rows cost their stored elements. Features must be 0 or greater.
/// Source: Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval, section 13.2; McCallum and Nigam (1998), A Comparison of Event Models.
/// </remarks>
public sealed record MultinomialNaiveBayes : IClassifier<LinearNaiveBayesModel>, IIncrementalEstimator
{
    // As in scikit-learn: an Alpha of 0 would make a class impossible by one count that it never had.
    internal const double LeastAlpha = 1e-10;

    /// <summary>Gets what is added to every count: 1 is Laplace's smoothing, less is Lidstone's.</summary>
    [Hyperparameter(Meaning = "What is added to every count.", Minimum = 0, Scale = Scale.Logarithmic, Search = [1e-3, 10])]
    public double Alpha { get; init; } = 1;

    /// <summary>Gets the probabilities of the classes before a row is seen.</summary>
    [Hyperparameter(Meaning = "Probabilities of the classes before a row is seen: as in training, or all alike.")]
    public ClassPriors Priors { get; init; } = ClassPriors.Empirical;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Sparse = true, NonNegative = true };

    /// <inheritdoc/>
    public LinearNaiveBayesModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        IIncrementalFit fit = Begin(DataShape.Of(data), context);
        fit.PartialFit(data);
        return (LinearNaiveBayesModel)fit.ToModel();
    }

    /// <inheritdoc/>
    public IIncrementalFit Begin(DataShape shape, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return StatisticFit<ClassCounts>.Begin(
            this, shape, context, () => new ClassCounts(shape.Classes.Count, shape.Schema.Count), counts => Model(shape, counts, context.Parallelism));
    }

    private LinearNaiveBayesModel Model(DataShape shape, ClassCounts counts, int degree)
    {
        double alpha = Math.Max(Alpha, LeastAlpha);
        Matrix weights = counts.Weigh(degree, (_, sums, row) =>
        {
            for (int feature = 0; feature < row.Length; feature++)
            {
                row[feature] = sums[feature] + alpha;
            }

            VectorKernels.LogInPlace(row);
            double total = Math.Log(VectorKernels.Sum(sums) + (alpha * row.Length));
            for (int feature = 0; feature < row.Length; feature++)
            {
                row[feature] -= total;
            }
        });
        return new LinearNaiveBayesModel(shape.Schema, shape.Classes, PriorShares.Of(counts.Weights, Priors), PriorShares.Logarithms(counts.Weights, Priors), weights);
    }
}
