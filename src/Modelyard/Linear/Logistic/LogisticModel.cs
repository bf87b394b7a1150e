using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents a classification by scores that are weighted sums of the features.</summary>
public sealed class LogisticModel : IDecisionModel, IFeatureImportance, IPersistent<LogisticModel>
{
    /// <summary>The least lead of a score with which its class is the most probable beyond all rounding of the probabilities.</summary>
    private const double ClearLead = 1e-12;

    private readonly Matrix _coefficients;
    private readonly double[] _intercepts;
    private readonly double[] _importances;
    private readonly ScoreWeights _scores;

    internal LogisticModel(FeatureSchema features, IReadOnlyList<string> classes, Matrix coefficients, double[] intercepts, double[] importances)
    {
        Features = features;
        Classes = classes;
        _coefficients = coefficients;
        _intercepts = intercepts;
        _importances = importances;
        _scores = new ScoreWeights(coefficients, intercepts);
    }

    /// <inheritdoc/>
    public static string TypeName => "logistic";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets the weight of each feature in each score, scores x features; one score for two classes, else one a class.</summary>
    public Matrix Coefficients => _coefficients.Copy();

    /// <summary>Gets each score where all features are 0.</summary>
    public ReadOnlySpan<double> Intercepts => _intercepts;

    /// <summary>Gets the sum of each feature's coefficients' sizes times its standard deviation in training, as a share of all.</summary>
    public ReadOnlySpan<double> FeatureImportances => _importances;

    /// <inheritdoc/>
    public int DecisionCount => _intercepts.Length;

    /// <inheritdoc/>
    public static LogisticModel Load(StateReader state)
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
        double[] intercepts = state.ReadDoubles("intercept", scores);
        double[] importances = state.ReadDoubles("importances", features.Count);
        for (int i = 0; i < scores; i++)
        {
            CoefficientChecks.Finite("coefficients", coefficients.Row(i));
        }

        CoefficientChecks.Finite("intercept", intercepts);
        CoefficientChecks.Importances(importances);
        return new LogisticModel(features, classes, coefficients, intercepts, importances);
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

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        state.Write("coefficients", _coefficients);
        state.Write("intercept", _intercepts);
        state.Write("importances", _importances);
    }

    private void ToProbabilities(ReadOnlySpan<double> scores, Span<double> probabilities)
    {
        scores[..DecisionCount].CopyTo(probabilities);
        ToProbabilities(probabilities);
    }

    private void ToProbabilities(Span<double> scores)
    {
        if (DecisionCount == 1)
        {
            double small = Math.Exp(-Math.Abs(scores[0]));
            double likelier = 1 / (1 + small), unlikelier = small / (1 + small);
            (scores[0], scores[1]) = scores[0] >= 0 ? (unlikelier, likelier) : (likelier, unlikelier);
            return;
        }

        VectorKernels.Softmax(scores, out _);
    }

    /// <summary>Finds the most probable class by the scores alone where one leads clearly; else, and where a score is no number, by the probabilities.</summary>
    private int ToClass(Span<double> scores)
    {
        if (DecisionCount == 1)
        {
            double score = scores[0];
            return Math.Abs(score) > ClearLead ? (score > 0 ? 1 : 0) : ToClassByProbability(scores);
        }

        int leader = ScoreWeights.Leader(scores, ClearLead);
        return leader >= 0 ? leader : ToClassByProbability(scores);
    }

    private int ToClassByProbability(Span<double> scores)
    {
        Span<double> probabilities = scores[..Classes.Count];
        ToProbabilities(probabilities);
        return BatchPrediction.MostProbable(probabilities);
    }
}
