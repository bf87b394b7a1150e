using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Bayes;

/// <summary>Represents naive Bayes over features that are there or not: what is absent from a row speaks too.</summary>
/// <remarks>
/// The probability that feature j is there in class c is <c>(N(c, j) + Alpha) / (N(c) + 2 Alpha)</c>, where N counts rows by weight.
/// One pass, and sparse rows cost their stored elements. Source: Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval, section 13.3.
/// </remarks>
public sealed record BernoulliNaiveBayes : IClassifier<LinearNaiveBayesModel>, IIncrementalEstimator
{
    /// <summary>Gets what is added to every count.</summary>
    [Hyperparameter(Meaning = "What is added to every count.", Minimum = 0, Scale = Scale.Logarithmic, Search = [1e-3, 10])]
    public double Alpha { get; init; } = 1;

    /// <summary>Gets what a feature must exceed to be there; 0 or greater if features are sparse.</summary>
    [Hyperparameter(Meaning = "What a feature must exceed to be there.")]
    public double Threshold { get; init; }

    /// <summary>Gets the probabilities of the classes before a row is seen.</summary>
    [Hyperparameter(Meaning = "Probabilities of the classes before a row is seen: as in training, or all alike.")]
    public ClassPriors Priors { get; init; } = ClassPriors.Empirical;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Sparse = true };

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
        StatisticFit<ClassCounts> fit = StatisticFit<ClassCounts>.Begin(
            this, shape, context, () => new ClassCounts(shape.Classes.Count, shape.Schema.Count, Threshold), counts => Model(shape, counts, context.Parallelism));
        fit.Also = CheckSparse;
        return fit;
    }

    private void CheckSparse(Dataset chunk, long before)
    {
        if (chunk.IsSparse && Threshold < 0)
        {
            throw new ModelyardException($"Threshold is '{Threshold}' and must be 0 or greater for sparse features, of which those that are not stored are 0.");
        }
    }

    private LinearNaiveBayesModel Model(DataShape shape, ClassCounts counts, int degree)
    {
        double alpha = Math.Max(Alpha, MultinomialNaiveBayes.LeastAlpha);
        double[] constants = PriorShares.Logarithms(counts.Weights, Priors);
        Matrix weights = counts.Weigh(degree, (label, sums, row) =>
        {
            // The logarithms of how often a feature is absent, and then those of how often it is there less these.
            using var absent = new ScratchBuffer(row.Length);
            for (int feature = 0; feature < row.Length; feature++)
            {
                row[feature] = sums[feature] + alpha;
                absent.Span[feature] = Math.Max(0, counts.Weights[label] - sums[feature]) + alpha;
            }

            VectorKernels.LogInPlace(row);
            VectorKernels.LogInPlace(absent.Span);
            double total = Math.Log(counts.Weights[label] + (2 * alpha));
            for (int feature = 0; feature < row.Length; feature++)
            {
                absent.Span[feature] -= total;
                row[feature] -= total + absent.Span[feature];
            }

            constants[label] += VectorKernels.Sum(absent.Span);
        });
        return new LinearNaiveBayesModel(shape.Schema, shape.Classes, PriorShares.Of(counts.Weights, Priors), constants, weights, Threshold);
    }
}
