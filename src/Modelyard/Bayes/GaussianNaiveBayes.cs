using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Bayes;

/// <summary>Represents naive Bayes with a normal distribution for each feature within each class.</summary>
/// <remarks>
/// The features are taken to be independent given the class. One pass over the data gathers means and variances; every variance is
/// enlarged by <see cref="VarSmoothing"/> times the greatest variance of a feature, so that a feature that is constant within a class does not decide alone.
/// Source: Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 6.6.3.
/// </remarks>
public sealed record GaussianNaiveBayes : IClassifier<GaussianNaiveBayesModel>, IIncrementalEstimator
{
    // Keeps densities finite where the smoothing is 0 and a feature is constant.
    private const double LeastVariance = 1e-100;

    /// <summary>Gets the share of the greatest variance of a feature that is added to all variances.</summary>
    [Hyperparameter(Meaning = "Share of the greatest variance that is added to all variances.", Minimum = 0, Scale = Scale.Logarithmic, Search = [1e-12, 1])]
    public double VarSmoothing { get; init; } = 1e-9;

    /// <summary>Gets the probabilities of the classes before a row is seen.</summary>
    [Hyperparameter(Meaning = "Probabilities of the classes before a row is seen: as in training, or all alike.")]
    public ClassPriors Priors { get; init; } = ClassPriors.Empirical;

    /// <inheritdoc/>
    public LearnerTraits Traits => new();

    /// <inheritdoc/>
    public GaussianNaiveBayesModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        IIncrementalFit fit = Begin(DataShape.Of(data), context);
        fit.PartialFit(data);
        return (GaussianNaiveBayesModel)fit.ToModel();
    }

    /// <inheritdoc/>
    public IIncrementalFit Begin(DataShape shape, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return StatisticFit<GaussianMoments>.Begin(
            this, shape, context, () => new GaussianMoments(shape.Classes.Count, shape.Schema.Count), moments => Model(shape, moments));
    }

    private GaussianNaiveBayesModel Model(DataShape shape, GaussianMoments moments)
    {
        double smoothing = VarSmoothing * GreatestVariance(moments.Rows);
        var means = new Matrix(shape.Classes.Count, shape.Schema.Count);
        var variances = new Matrix(shape.Classes.Count, shape.Schema.Count);
        for (int label = 0; label < means.Rows; label++)
        {
            double weight = moments.Classes.Weights[label];
            moments.Classes.Means(label).CopyTo(means.Row(label));
            Span<double> row = variances.Row(label);
            for (int i = 0; i < row.Length; i++)
            {
                double variance = weight > 0 ? moments.Classes.Deviations(label)[i] / weight : 0;
                row[i] = Math.Max(variance + smoothing, LeastVariance);
            }
        }

        return new GaussianNaiveBayesModel(shape.Schema, shape.Classes, PriorShares.Of(moments.Classes.Weights, Priors), means, variances);
    }

    /// <summary>Computes the greatest variance of a feature over all rows; weights do not count in it, as in scikit-learn.</summary>
    private static double GreatestVariance(ClassMoments all)
    {
        double greatest = 0;
        foreach (double deviation in all.Deviations(0))
        {
            greatest = Math.Max(greatest, deviation / all.Weights[0]);
        }

        return greatest;
    }
}
