using Modelyard.Learning;

namespace Modelyard.Baselines;

/// <summary>Represents the prediction of the same probabilities for every row: what a real classifier must beat.</summary>
/// <remarks>Looks at no feature. A random draw from the classes has the probabilities of <see cref="BaselineStrategy.Prior"/>.</remarks>
public sealed record BaselineClassifier : IClassifier<BaselineClassificationModel>
{
    /// <summary>Gets what is predicted.</summary>
    [Hyperparameter(Meaning = "What is predicted: the shares of the classes, the most frequent class, or every class alike.")]
    public BaselineStrategy Strategy { get; init; } = BaselineStrategy.Prior;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { MissingValues = true, Categories = true, Sparse = true };

    /// <inheritdoc/>
    public BaselineClassificationModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        double[] probabilities = new double[data.ClassCount];
        double total = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            double weight = data.HasWeights ? data.Weights[row] : 1;
            probabilities[data.Labels[row]] += weight;
            total += weight;
        }

        int mode = Array.IndexOf(probabilities, probabilities.Max());
        for (int label = 0; label < probabilities.Length; label++)
        {
            probabilities[label] = Strategy switch
            {
                BaselineStrategy.MostFrequent => label == mode ? 1 : 0,
                BaselineStrategy.Uniform => 1.0 / probabilities.Length,
                _ => probabilities[label] / total,
            };
        }

        context.Report(1, 1);
        return new BaselineClassificationModel(data.Schema, data.Classes, probabilities);
    }
}
