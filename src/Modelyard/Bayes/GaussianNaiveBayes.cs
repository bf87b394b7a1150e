using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Bayes;

/// <summary>Represents naive Bayes with a normal distribution for each feature within each class.</summary>
/// <remarks>
/// The features are taken to be independent given the class. One pass over the data gathers means and variances; every variance is
/// enlarged by <see cref="VarSmoothing"/> times the greatest variance of a feature, so that a feature that is constant within a class does not decide alone.
/// Source: Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 6.6.3.
/// </remarks>
public sealed record GaussianNaiveBayes : IClassifier<GaussianNaiveBayesModel>
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
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context.Parallelism);
        context.Checkpoint();
        ClassMoments moments = context.Aggregate(data, new ClassMoments(data.ClassCount, data.FeatureCount));
        double smoothing = VarSmoothing * GreatestVariance(data, moments);
        double total = moments.Weights.Sum();
        var means = new Matrix(data.ClassCount, data.FeatureCount);
        var variances = new Matrix(data.ClassCount, data.FeatureCount);
        double[] priors = new double[data.ClassCount];
        for (int label = 0; label < data.ClassCount; label++)
        {
            double weight = moments.Weights[label];
            int present = moments.Weights.Count(other => other > 0);
            priors[label] = Priors == ClassPriors.Uniform ? (weight > 0 ? 1.0 / present : 0) : weight / total;
            moments.Means(label).CopyTo(means.Row(label));
            Span<double> row = variances.Row(label);
            for (int i = 0; i < row.Length; i++)
            {
                double variance = weight > 0 ? moments.Deviations(label)[i] / weight : 0;
                row[i] = Math.Max(variance + smoothing, LeastVariance);
            }
        }

        context.Report(1, 1);
        return new GaussianNaiveBayesModel(data.Schema, data.Classes, priors, means, variances);
    }

    /// <summary>Computes the greatest variance of a feature over all rows; weights do not count in it, as in scikit-learn.</summary>
    private static double GreatestVariance(Dataset data, ClassMoments moments)
    {
        ClassMoments all;
        if (data.HasWeights)
        {
            all = new ClassMoments(1, data.FeatureCount);
            all.AddUnlabelled(data.Block(0, data.RowCount));
        }
        else
        {
            all = moments.Total();
        }

        double greatest = 0;
        foreach (double deviation in all.Deviations(0))
        {
            greatest = Math.Max(greatest, deviation / all.Weights[0]);
        }

        return greatest;
    }
}
