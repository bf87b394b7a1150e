using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Bayes;

/// <summary>Represents naive Bayes over counts that learns each class from the rows of all the others.</summary>
/// <remarks>
/// Made for classes of very different size: the counts outside a class are many for a rare class too, so its weights are not those of a few rows. A row goes to the
/// class whose complement it fits worst. Priors do not enter. Features must be 0 or greater.
/// Source: Rennie, Shih, Teevan and Karger (2003), Tackling the Poor Assumptions of Naive Bayes Text Classifiers, ICML.
/// </remarks>
public sealed record ComplementNaiveBayes : IClassifier<LinearNaiveBayesModel>, IIncrementalEstimator
{
    /// <summary>Gets what is added to every count.</summary>
    [Hyperparameter(Meaning = "What is added to every count.", Minimum = 0, Scale = Scale.Logarithmic, Search = [1e-3, 10])]
    public double Alpha { get; init; } = 1;

    /// <summary>Gets a value indicating whether the weights of a class are divided by their sum, so that classes of long rows do not outweigh the others.</summary>
    [Hyperparameter(Meaning = "Whether the weights of a class are divided by their sum.", SearchAll = true)]
    public bool Normalise { get; init; }

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
        double alpha = Math.Max(Alpha, MultinomialNaiveBayes.LeastAlpha);
        double[] all = new double[counts.Sums.Columns];
        for (int label = 0; label < counts.Sums.Rows; label++)
        {
            VectorKernels.Axpy(1, counts.Sums.Row(label), all);
        }

        Matrix weights = counts.Weigh(degree, (_, sums, row) =>
        {
            for (int feature = 0; feature < row.Length; feature++)
            {
                // A difference of sums of fractional weights may fall a rounding below 0.
                row[feature] = Math.Max(0, all[feature] - sums[feature]) + alpha;
            }

            double total = Math.Log(VectorKernels.Sum(row));
            VectorKernels.LogInPlace(row);
            for (int feature = 0; feature < row.Length; feature++)
            {
                row[feature] -= total;
            }

            double sum = Normalise ? VectorKernels.Sum(row) : -1;
            VectorKernels.Scale(sum == 0 ? 0 : 1 / sum, row);
        });
        double[] constants = Array.ConvertAll(counts.Weights, weight => weight > 0 ? 0 : double.NegativeInfinity);
        return new LinearNaiveBayesModel(shape.Schema, shape.Classes, PriorShares.Of(counts.Weights, ClassPriors.Empirical), constants, weights);
    }
}
