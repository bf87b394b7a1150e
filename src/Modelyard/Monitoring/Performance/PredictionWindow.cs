using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Monitoring;

/// <summary>Represents what a model answered over some time, without the truth.</summary>
/// <remarks>Immutable. Windows of parts of the time, or of several servers, are put together by <see cref="Merge"/>.</remarks>
public sealed class PredictionWindow
{
    private PredictionWindow(Predictions predictions, Dataset? inputs)
    {
        Predictions = predictions;
        Inputs = inputs;
        if (inputs is not null && inputs.RowCount != predictions.Count)
        {
            throw new ModelyardException($"There are '{inputs.RowCount}' rows of inputs and '{predictions.Count}' predictions, and there must be one prediction a row.");
        }
    }

    /// <summary>Gets the number of rows.</summary>
    public int Rows => Predictions.Count;

    /// <summary>Gets what is predicted.</summary>
    public TaskKind Task => Predictions.Task;

    /// <summary>Gets the labels of the classes; empty for regression.</summary>
    public IReadOnlyList<string> Classes => Predictions.Classes;

    /// <summary>Gets the inputs of the rows; null if only the predictions are known.</summary>
    public Dataset? Inputs { get; }

    /// <summary>Gets the predictions; what stands for their truth means nothing.</summary>
    internal Predictions Predictions { get; }

    /// <summary>Lets a model answer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows; a target is not looked at.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="threshold">For two classes, the probability of the second from which on it is predicted; null for the most probable class.</param>
    /// <returns>The answers and their inputs.</returns>
    public static PredictionWindow Of(IPredictiveModel model, Dataset rows, int degree = 1, double? threshold = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        Dataset inputs = rows.ToDense();
        Dataset answered = model is IClassificationModel classifier
            ? Dataset.ForClassification(inputs.Features, new int[rows.RowCount], classifier.Classes, rows.Schema)
            : Dataset.ForRegression(inputs.Features, new double[rows.RowCount], rows.Schema);
        return new PredictionWindow(Predictions.Of(model, answered, degree, threshold), inputs);
    }

    /// <summary>Creates a window of a classification.</summary>
    /// <param name="probabilities">The probabilities, rows x classes.</param>
    /// <param name="classes">The labels of the classes.</param>
    /// <param name="inputs">The inputs of the rows, without which nobody can tell whether they have changed; null if they are not known.</param>
    /// <param name="threshold">For two classes, the probability of the second from which on it is predicted; null for the most probable class.</param>
    /// <returns>The window.</returns>
    /// <exception cref="ModelyardException">There are not as many inputs as predictions.</exception>
    public static PredictionWindow OfProbabilities(Matrix probabilities, IReadOnlyList<string> classes, Dataset? inputs = null, double? threshold = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        return new PredictionWindow(Predictions.OfProbabilities(new int[probabilities.Rows], probabilities, classes, threshold), inputs?.ToDense());
    }

    /// <summary>Creates a window of a regression.</summary>
    /// <param name="predicted">The predicted numbers.</param>
    /// <param name="inputs">The inputs of the rows; null if they are not known.</param>
    /// <returns>The window.</returns>
    /// <exception cref="ModelyardException">There are not as many inputs as predictions.</exception>
    public static PredictionWindow OfNumbers(double[] predicted, Dataset? inputs = null)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        return new PredictionWindow(Predictions.OfNumbers(new double[predicted.Length], predicted), inputs?.ToDense());
    }

    /// <summary>Creates the window of predictions whose truth is left aside.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="inputs">The inputs of the rows; null if they are not known.</param>
    /// <returns>The window.</returns>
    /// <exception cref="ModelyardException">There are not as many inputs as predictions.</exception>
    public static PredictionWindow Of(Predictions predictions, Dataset? inputs = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return new PredictionWindow(predictions.WithWeights(null), inputs?.ToDense());
    }

    /// <summary>Creates the same window with other decisions, such as those of <see cref="CostMatrix.Decide"/>.</summary>
    /// <param name="predicted">The predicted class of each row, as an index into <see cref="Classes"/>.</param>
    /// <returns>A new window.</returns>
    /// <exception cref="ModelyardException">The window is of a regression.</exception>
    /// <exception cref="ArgumentException">There are not as many decisions as rows.</exception>
    public PredictionWindow WithDecisions(int[] predicted) => Task == TaskKind.Classification
        ? new PredictionWindow(Predictions.WithDecisions(predicted), Inputs)
        : throw new ModelyardException("The window is of a regression, and decisions are of a classification.");

    /// <summary>Creates the window of the rows of this one and those of another.</summary>
    /// <param name="other">The other window, of the same model.</param>
    /// <returns>A new window.</returns>
    /// <exception cref="ModelyardException">The windows are of different tasks, classes or inputs.</exception>
    public PredictionWindow Merge(PredictionWindow other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Task != Task || !other.Classes.SequenceEqual(Classes))
        {
            throw new ModelyardException("The windows are of models that predict different things; only those of one model can be put together.");
        }

        if (other.Inputs is null != Inputs is null || (Inputs is not null && !Inputs.Schema.SequenceEqual(other.Inputs!.Schema)))
        {
            throw new ModelyardException("The windows have different inputs; names, kinds and levels must be the same.");
        }

        Dataset? inputs = Inputs is null ? null : Dataset.WithoutTarget(Stack(Inputs.Features, other.Inputs!.Features), Inputs.Schema);
        Predictions own = Predictions, more = other.Predictions;
        return new PredictionWindow(
            Task == TaskKind.Regression
                ? Predictions.OfNumbers(new double[Rows + other.Rows], [.. own.Predicted, .. more.Predicted])
                : Predictions.OfProbabilities(new int[Rows + other.Rows], Stack(own.Probabilities!, more.Probabilities!), Classes).WithDecisions([.. own.PredictedLabels, .. more.PredictedLabels]),
            inputs);
    }

    private static Matrix Stack(Matrix above, Matrix below)
    {
        var both = new Matrix(above.Rows + below.Rows, above.Columns);
        for (int row = 0; row < both.Rows; row++)
        {
            (row < above.Rows ? above.Row(row) : below.Row(row - above.Rows)).CopyTo(both.Row(row));
        }

        return both;
    }
}
