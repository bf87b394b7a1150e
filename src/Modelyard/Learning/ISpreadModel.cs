using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Defines a regression model that also says how far the models that it is made of are apart.</summary>
/// <remarks>
/// The spread tells of what the model does not know, as where it has seen few rows like this one (epistemic uncertainty). Noise of the target (aleatoric uncertainty) is not in it, so it is no interval for the truth: for
/// that see <see cref="IIntervalModel"/>. The members are all there are, no sample of them: their squares are divided by their weight, not by one less, so that the variance is that of the mixture of the members.
/// Source: Lakshminarayanan, Pritzel and Blundell (2017), Simple and Scalable Predictive Uncertainty Estimation using Deep Ensembles, NeurIPS, section 2.4.
/// </remarks>
public interface ISpreadModel : IRegressionModel
{
    /// <summary>Gets the number of models that are compared; 1 where there is no ensemble, as in a pipeline with a single model at its end: the spread is then 0 and says nothing.</summary>
    int MemberCount { get; }

    /// <summary>Predicts one row and how far the members are apart. Allocates nothing.</summary>
    /// <param name="row">The features of the row.</param>
    /// <returns>The prediction, as <see cref="IRegressionModel.Predict(ReadOnlySpan{double})"/> gives it, and the standard deviation between the members.</returns>
    PredictedSpread PredictSpread(ReadOnlySpan<double> row);

    /// <summary>Predicts many rows and how far the members are apart, each exactly as if it came alone.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="spreads">Receives one prediction and its spread a row.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void PredictSpread(Matrix rows, Span<PredictedSpread> spreads, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        BatchPrediction.Run(rows, spreads, degree, PredictSpread);
    }

    /// <summary>Predicts many sparse rows and how far the members are apart.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="spreads">Receives one prediction and its spread a row.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void PredictSpread(SparseMatrix rows, Span<PredictedSpread> spreads, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        BatchPrediction.Run(rows, spreads, degree, PredictSpread);
    }
}
