using Modelyard.Learning;

namespace Modelyard.Pipelines;

/// <summary>Represents everything that is needed to answer for one row of a table: the columns it reads, the fitted pipeline and the decision threshold.</summary>
/// <remarks>
/// A row is given as one number for each feature of <see cref="Model"/>, which <c>RowEncoder</c> makes of it: one a column, encoded as <see cref="Inputs"/> describes (see <see cref="FeatureKind"/>),
/// and where a column is a text, one for each of its terms behind them.
/// Immutable, safe for any number of threads.
/// </remarks>
public sealed class Predictor : IPersistent<Predictor>
{
    /// <summary>Initializes a predictor.</summary>
    /// <param name="model">The fitted pipeline; its features are the columns of the table.</param>
    /// <param name="targetName">The name of the predicted column.</param>
    /// <param name="threshold">For two classes, the probability of the second class from which on it is predicted; null for the most probable class.</param>
    /// <exception cref="ModelyardException">A threshold is given where there are not two classes, or it is not a probability.</exception>
    public Predictor(IPredictiveModel model, string targetName, double? threshold = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        Inputs = model.Features.WithoutTerms();
        if (Inputs.WithTerms().Count != model.Features.Count)
        {
            throw new ModelFormatException($"The model reads '{model.Features.Count - Inputs.Count}' terms, and its texts have '{Inputs.WithTerms().Count - Inputs.Count}'; they must be as many.");
        }

        TargetName = targetName;
        Classes = model is IClassificationModel classifier ? classifier.Classes : [];
        if (threshold is { } value && (Classes.Count != 2 || !(value >= 0 && value <= 1)))
        {
            throw new ModelyardException($"The threshold is '{value}' with '{Classes.Count}' classes; it must be from 0 to 1, and there must be two classes.");
        }

        Threshold = threshold;
    }

    /// <inheritdoc/>
    public static string TypeName => "predictor";

    /// <summary>Gets the columns that are read, in order.</summary>
    public FeatureSchema Inputs { get; }

    /// <summary>Gets the fitted pipeline.</summary>
    public IPredictiveModel Model { get; }

    /// <summary>Gets the name of the predicted column.</summary>
    public string TargetName { get; }

    /// <summary>Gets what is predicted.</summary>
    public TaskKind Task => Model.Task;

    /// <summary>Gets the labels of the classes; empty for regression.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets, for two classes, the probability of the second class from which on it is predicted; null for the most probable class.</summary>
    public double? Threshold { get; }

    /// <inheritdoc/>
    public static Predictor Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        double threshold = state.ReadDouble("threshold");
        return new Predictor(state.ReadPart<IPredictiveModel>("model"), state.ReadText("target"), double.IsNaN(threshold) ? null : threshold);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("target", TargetName);
        state.Write("threshold", Threshold ?? double.NaN);
        state.Write("model", Model);
    }

    /// <summary>Predicts the number of one row. Allocates nothing.</summary>
    /// <param name="row">One number for each feature of <see cref="Model"/>.</param>
    /// <returns>The prediction.</returns>
    /// <exception cref="InvalidOperationException">The model predicts a class.</exception>
    public double PredictNumber(ReadOnlySpan<double> row) => Model is IRegressionModel regressor
        ? regressor.Predict(row)
        : throw new InvalidOperationException("The model predicts a class; call 'PredictClass'.");

    /// <summary>Predicts the class of one row and the probability of each. Allocates nothing.</summary>
    /// <param name="row">One number for each feature of <see cref="Model"/>.</param>
    /// <param name="probabilities">Receives one probability a class.</param>
    /// <returns>An index into <see cref="Classes"/>.</returns>
    /// <exception cref="InvalidOperationException">The model predicts a number.</exception>
    public int PredictClass(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        if (Model is not IClassificationModel classifier)
        {
            throw new InvalidOperationException("The model predicts a number; call 'PredictNumber'.");
        }

        classifier.PredictProbability(row, probabilities);
        return Decide(probabilities);
    }

    /// <summary>Chooses the class that probabilities stand for.</summary>
    /// <param name="probabilities">One probability a class.</param>
    /// <returns>An index into <see cref="Classes"/>; of equally probable ones, the first.</returns>
    public int Decide(ReadOnlySpan<double> probabilities)
    {
        if (Threshold is { } threshold)
        {
            return probabilities[1] >= threshold ? 1 : 0;
        }

        return BatchPrediction.MostProbable(probabilities);
    }
}
