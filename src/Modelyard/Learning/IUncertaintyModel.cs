using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Defines a classification model that also says how unsure it is, and in which part because the models that it is made of disagree.</summary>
/// <remarks>
/// Entropies are in nats. The entropy of the mean probabilities (total) is the mean entropy of the members (aleatoric) and the mutual information of the class and the member (epistemic). The first part is what the
/// members hold to be chance, which more rows do not lessen; the second is what more rows like this one would teach.
/// Sources: Houlsby, Huszár, Ghahramani and Lengyel (2011), Bayesian Active Learning for Classification and Preference Learning, arXiv:1112.5745;
/// Depeweg, Hernández-Lobato, Doshi-Velez and Udluft (2018), Decomposition of Uncertainty in Bayesian Deep Learning, ICML.
/// </remarks>
public interface IUncertaintyModel : IClassificationModel
{
    /// <summary>Gets the number of models that are compared; 1 where there is no ensemble, as in a pipeline with a single model at its end: nothing is then epistemic.</summary>
    int MemberCount { get; }

    /// <summary>Predicts the probabilities of one row and how unsure they are. Allocates nothing.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="probabilities">Receives one probability a class, as <see cref="IClassificationModel.PredictProbability(ReadOnlySpan{double}, Span{double})"/> gives them.</param>
    /// <returns>The uncertainty.</returns>
    PredictedUncertainty PredictUncertainty(ReadOnlySpan<double> row, Span<double> probabilities);

    /// <summary>Predicts the probabilities of many rows and how unsure they are, each exactly as if it came alone.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="probabilities">Receives the probabilities, rows x classes.</param>
    /// <param name="uncertainties">Receives one uncertainty a row.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void PredictUncertainty(Matrix rows, Matrix probabilities, Span<PredictedUncertainty> uncertainties, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(probabilities);
        BatchPrediction.Run(rows, probabilities, uncertainties, degree, PredictUncertainty);
    }

    /// <summary>Predicts the probabilities of many sparse rows and how unsure they are.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="probabilities">Receives the probabilities, rows x classes.</param>
    /// <param name="uncertainties">Receives one uncertainty a row.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void PredictUncertainty(SparseMatrix rows, Matrix probabilities, Span<PredictedUncertainty> uncertainties, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(probabilities);
        BatchPrediction.Run(rows, probabilities, uncertainties, degree, PredictUncertainty);
    }
}
