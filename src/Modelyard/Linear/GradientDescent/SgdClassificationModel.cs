using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents a classification by weighted sums of the features that gradient descent learned.</summary>
/// <remarks>A sparse row costs its stored elements.</remarks>
public sealed class SgdClassificationModel : IDecisionModel, IFeatureImportance, IPersistent<SgdClassificationModel>
{
    /// <summary>The least lead of a score with which its class is the most probable beyond all rounding of the probabilities.</summary>
    private const double ClearLead = 1e-9;

    private readonly Matrix _coefficients;
    private readonly double[] _intercepts;
    private readonly double[] _importances;
    private readonly ScoreWeights _scores;

    internal SgdClassificationModel(
        FeatureSchema features, IReadOnlyList<string> classes, SgdClassificationLoss loss, Matrix coefficients, double[] intercepts, double[] importances)
    {
        Features = features;
        Classes = classes;
        Loss = loss;
        _coefficients = coefficients;
        _intercepts = intercepts;
        _importances = importances;
        _scores = new ScoreWeights(coefficients, intercepts);
    }

    /// <inheritdoc/>
    public static string TypeName => "sgd-classification";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets what was minimised, which says how scores become probabilities.</summary>
    public SgdClassificationLoss Loss { get; }

    /// <summary>Gets the weight of each feature in each score, scores x features; one score for two classes, else one a class.</summary>
    public Matrix Coefficients => _coefficients.Copy();

    /// <summary>Gets each score where all features are 0.</summary>
    public ReadOnlySpan<double> Intercepts => _intercepts;

    /// <summary>Gets the sum of each feature's coefficients' sizes times its standard deviation in training, as a share of all.</summary>
    public ReadOnlySpan<double> FeatureImportances => _importances;

    /// <inheritdoc/>
    public int DecisionCount => _intercepts.Length;

    /// <inheritdoc/>
    public static SgdClassificationModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        if (classes.Count < 2)
        {
            throw new ModelFormatException($"The value 'classes' of the model has '{classes.Count}' labels and must have two or more.");
        }

        int scores = classes.Count == 2 ? 1 : classes.Count;
        Matrix coefficients = state.ReadMatrix("coefficients", scores, features.Count);
        double[] intercepts = state.ReadDoubles("intercept", scores), importances = state.ReadDoubles("importances", features.Count);
        CoefficientChecks.Finite("coefficients", coefficients.AsSpan());
        CoefficientChecks.Finite("intercept", intercepts);
        CoefficientChecks.Importances(importances);
        return new SgdClassificationModel(features, classes, state.ReadEnum<SgdClassificationLoss>("loss"), coefficients, intercepts, importances);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        state.Write("loss", Loss.ToString());
        state.Write("coefficients", _coefficients);
        state.Write("intercept", _intercepts);
        state.Write("importances", _importances);
    }

    /// <inheritdoc/>
    public void Decide(ReadOnlySpan<double> row, Span<double> scores)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(scores, DecisionCount);
        _scores.Score(row, scores);
    }

    /// <inheritdoc/>
    public void Decide(Matrix rows, Matrix scores, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(scores, rows.Rows, DecisionCount);
        _scores.Score(rows, degree, (row, own) => own[..DecisionCount].CopyTo(scores.Row(row)));
    }

    /// <inheritdoc/>
    public void Decide(SparseMatrix rows, Matrix scores, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(scores, rows.Rows, DecisionCount);
        _scores.Score(rows, degree, (row, own) => own[..DecisionCount].CopyTo(scores.Row(row)));
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowCheck.Results(probabilities, Classes.Count);
        Decide(row, probabilities[..DecisionCount]);
        ToProbabilities(probabilities);
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        _scores.Score(rows, degree, (row, scores) => ToProbabilities(scores, probabilities.Row(row)));
    }

    /// <inheritdoc/>
    public void PredictProbability(SparseMatrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        _scores.Score(rows, degree, (row, scores) => ToProbabilities(scores, probabilities.Row(row)));
    }

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<int> classes, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(classes, rows.Rows);
        _scores.Classify(rows, classes, degree, ToClass);
    }

    /// <inheritdoc/>
    public void Predict(SparseMatrix rows, Span<int> classes, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(classes, rows.Rows);
        _scores.Classify(rows, classes, degree, ToClass);
    }

    /// <summary>Finds the most probable class by the scores alone where they order the probabilities clearly; else, and where a score is no number, by the probabilities.</summary>
    private int ToClass(Span<double> scores)
    {
        if (DecisionCount == 1 && Math.Abs(scores[0]) > ClearLead)
        {
            return scores[0] > 0 ? 1 : 0;
        }

        int leader = DecisionCount == 1 ? -1 : ScoreWeights.Leader(scores, ClearLead);
        if (leader >= 0 && (Loss == SgdClassificationLoss.Log || Math.Abs(scores[leader]) < FarOut(Loss)))
        {
            return leader;
        }

        Span<double> probabilities = scores[..Classes.Count];
        ToProbabilities(probabilities);
        return BatchPrediction.MostProbable(probabilities);
    }

    /// <summary>Gets the size of a score from which probabilities of another loss than the log loss are alike, in full or to rounding.</summary>
    private static double FarOut(SgdClassificationLoss loss) => loss == SgdClassificationLoss.ModifiedHuber ? 1 : 10;

    private void ToProbabilities(ReadOnlySpan<double> scores, Span<double> probabilities)
    {
        scores[..DecisionCount].CopyTo(probabilities);
        ToProbabilities(probabilities);
    }

    private void ToProbabilities(Span<double> scores)
    {
        if (DecisionCount == 1)
        {
            double second = Loss == SgdClassificationLoss.ModifiedHuber ? (Math.Clamp(scores[0], -1, 1) + 1) / 2 : Logistic(scores[0]);
            (scores[0], scores[1]) = (Loss == SgdClassificationLoss.ModifiedHuber ? 1 - second : Logistic(-scores[0]), second);
            return;
        }

        switch (Loss)
        {
            case SgdClassificationLoss.Log:
                VectorKernels.Softmax(scores, out _);
                break;
            case SgdClassificationLoss.ModifiedHuber:
                Share(scores);
                break;
            default:
                // The shares of logistic functions, from their logarithms so that none vanishes where all are small.
                foreach (ref double score in scores)
                {
                    score = -Math.Log(1 + Math.Exp(-Math.Abs(score))) + Math.Min(0, score);
                }

                VectorKernels.Softmax(scores, out _);
                break;
        }
    }

    private static void Share(Span<double> scores)
    {
        double sum = 0;
        foreach (ref double score in scores)
        {
            score = (Math.Clamp(score, -1, 1) + 1) / 2;
            sum += score;
        }

        foreach (ref double score in scores)
        {
            score = sum > 0 ? score / sum : 1.0 / scores.Length;
        }
    }

    private static double Logistic(double score)
    {
        double small = Math.Exp(-Math.Abs(score));
        return score >= 0 ? 1 / (1 + small) : small / (1 + small);
    }
}
