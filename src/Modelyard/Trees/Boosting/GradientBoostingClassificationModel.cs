using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents boosted trees that predict a class.</summary>
public sealed class GradientBoostingClassificationModel : IDecisionModel, IFeatureImportance, IPersistent<GradientBoostingClassificationModel>
{
    private readonly TreeEnsemble _ensemble;
    private readonly double[] _trainingLoss;
    private readonly double[] _validationLoss;

    internal GradientBoostingClassificationModel(
        FeatureSchema features, IReadOnlyList<string> classes, TreeEnsemble ensemble, double[] trainingLoss, double[] validationLoss)
    {
        Features = features;
        Classes = classes;
        _ensemble = ensemble;
        _trainingLoss = trainingLoss;
        _validationLoss = validationLoss;
    }

    /// <inheritdoc/>
    public static string TypeName => "gradient-boosting-classification";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public int DecisionCount => _ensemble.Outputs;

    /// <summary>Gets the number of trees of all classes.</summary>
    public int TreeCount => _ensemble.Tables.Roots.Length;

    /// <summary>Gets the share of each feature in all that the splits saved of the loss.</summary>
    public ReadOnlySpan<double> FeatureImportances => _ensemble.Tables.Importances;

    /// <summary>Gets the mean log loss on the training rows before the first iteration and after each.</summary>
    public ReadOnlySpan<double> TrainingLoss => _trainingLoss;

    /// <summary>Gets the mean log loss on the held-out rows before the first iteration and after each that was tried; empty if none were held out.</summary>
    public ReadOnlySpan<double> ValidationLoss => _validationLoss;

    /// <summary>Gets the trees.</summary>
    internal EnsembleTables Trees => _ensemble.Tables;

    /// <inheritdoc/>
    public static GradientBoostingClassificationModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        if (classes.Count < 2)
        {
            throw new ModelFormatException($"The value 'classes' of the model holds '{classes.Count}' labels and must hold two or more.");
        }

        (FeatureSchema features, TreeEnsemble ensemble, double[] trainingLoss, double[] validationLoss) =
            BoostingState.Load(state, outputs: classes.Count == 2 ? 1 : classes.Count);
        return new GradientBoostingClassificationModel(features, classes, ensemble, trainingLoss, validationLoss);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("classes", Classes);
        BoostingState.Save(state, Features, _ensemble, _trainingLoss, _validationLoss);
    }

    /// <inheritdoc/>
    public void Decide(ReadOnlySpan<double> row, Span<double> scores)
    {
        BoostingState.CheckRow(row.Length, Features);
        CheckWidth(scores.Length, DecisionCount, nameof(scores));
        _ensemble.Score(row, scores);
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        BoostingState.CheckRow(row.Length, Features);
        CheckWidth(probabilities.Length, Classes.Count, nameof(probabilities));
        _ensemble.Score(row, probabilities[..DecisionCount]);
        ToProbabilities(probabilities);
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(probabilities);
        BoostingState.CheckRow(rows.Columns, Features);
        CheckWidth(probabilities.Columns, Classes.Count, nameof(probabilities));
        if (probabilities.Rows != rows.Rows)
        {
            throw new ArgumentException($"The probabilities have '{probabilities.Rows}' rows and must have '{rows.Rows}'.", nameof(probabilities));
        }

        int outputs = DecisionCount;
        _ensemble.Score(
            rows,
            (first, scores) =>
            {
                for (int i = 0; i < scores.Length / outputs; i++)
                {
                    Span<double> own = probabilities.Row(first + i);
                    scores.Slice(i * outputs, outputs).CopyTo(own);
                    ToProbabilities(own);
                }
            },
            degree);
    }

    private static void CheckWidth(int length, int wanted, string name)
    {
        if (length != wanted)
        {
            throw new ArgumentException($"There is room for '{length}' numbers a row and there must be for '{wanted}'.", name);
        }
    }

    /// <summary>Turns scores, which stand at the start, into probabilities; of two classes, the one score is the log-odds of the second.</summary>
    internal static void ToProbabilities(Span<double> scores)
    {
        if (scores.Length == 2)
        {
            double small = Math.Exp(-Math.Abs(scores[0]));
            double likely = 1 / (1 + small), unlikely = small / (1 + small);
            (scores[0], scores[1]) = scores[0] >= 0 ? (unlikely, likely) : (likely, unlikely);
            return;
        }

        double greatest = double.NegativeInfinity, sum = 0;
        foreach (double score in scores)
        {
            greatest = Math.Max(greatest, score);
        }

        foreach (ref double score in scores)
        {
            score = Math.Exp(score - greatest);
            sum += score;
        }

        foreach (ref double score in scores)
        {
            score /= sum;
        }
    }
}
