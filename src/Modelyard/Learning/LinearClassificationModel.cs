using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Represents a classification by scores that are weighted sums of the features: one score for two classes, else one a class.</summary>
/// <remarks>What a model of the kind says for itself is how scores become probabilities. A sparse row costs its stored elements.</remarks>
public abstract class LinearClassificationModel : IDecisionModel
{
    private readonly Matrix _coefficients;
    private readonly double[] _intercepts;
    private readonly ScoreWeights _scores;

    private protected LinearClassificationModel(FeatureSchema features, IReadOnlyList<string> classes, Matrix coefficients, double[] intercepts)
    {
        Features = features;
        Classes = classes;
        _coefficients = coefficients;
        _intercepts = intercepts;
        _scores = new ScoreWeights(coefficients, intercepts);
    }

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets the weight of each feature in each score, scores x features; one score for two classes, else one a class.</summary>
    public Matrix Coefficients => _coefficients.Copy();

    /// <summary>Gets each score where all features are 0.</summary>
    public ReadOnlySpan<double> Intercepts => _intercepts;

    /// <inheritdoc/>
    public int DecisionCount => _intercepts.Length;

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
        if (DecisionCount == 1)
        {
            _scores.ScoreOne(rows, degree, (first, scores) => ToPairs(first, scores, probabilities));
            return;
        }

        _scores.Score(rows, degree, (row, scores) => ToProbabilities(scores, probabilities.Row(row)));
    }

    /// <inheritdoc/>
    public void PredictProbability(SparseMatrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        if (DecisionCount == 1)
        {
            _scores.ScoreOne(rows, degree, (first, scores) => ToPairs(first, scores, probabilities));
            return;
        }

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
    public virtual void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        state.Write("coefficients", _coefficients);
        state.Write("intercept", _intercepts);
    }

    /// <summary>Turns the scores of a row into probabilities in place, where there are as many of them.</summary>
    /// <param name="scores">The scores; receives one probability a class.</param>
    private protected abstract void ToShares(Span<double> scores);

    /// <summary>Turns the only scores of some rows into probabilities of the two classes. An element does not depend on those beside it, to the bit.</summary>
    /// <param name="second">The scores; receives the probability of the second class.</param>
    /// <param name="first">Receives the probability of the first class.</param>
    private protected abstract void ToPair(Span<double> second, Span<double> first);

    /// <summary>Finds the most probable class by the scores alone; null where none leads beyond all rounding, or one is no number, so that only the probabilities tell.</summary>
    /// <param name="scores">The scores, padded as <see cref="ScoreWeights.Leader"/> takes them.</param>
    private protected abstract int? ClearClass(ReadOnlySpan<double> scores);

    /// <summary>Reads what all models of the kind store.</summary>
    private protected static (FeatureSchema Features, IReadOnlyList<string> Classes, Matrix Coefficients, double[] Intercepts) LoadScores(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        if (classes.Count < 2)
        {
            throw new ModelFormatException($"The value 'classes' of the model has '{classes.Count}' labels and must have two or more.");
        }

        int scores = classes.Count == 2 ? 1 : classes.Count;
        return (features, classes, state.ReadMatrix("coefficients", scores, features.Count), state.ReadDoubles("intercept", scores));
    }

    /// <summary>Computes the logistic function of scores and of their opposites, each with all its digits.</summary>
    /// <param name="second">The scores; receives their logistic function.</param>
    /// <param name="first">Receives the logistic function of the opposite scores.</param>
    private protected static void ToLogistic(Span<double> second, Span<double> first)
    {
        for (int i = 0; i < second.Length; i++)
        {
            first[i] = -Math.Abs(second[i]);
        }

        VectorKernels.ExpInPlace(first);
        for (int i = 0; i < second.Length; i++)
        {
            double likelier = 1 / (1 + first[i]), unlikelier = first[i] * likelier;
            (second[i], first[i]) = second[i] >= 0 ? (likelier, unlikelier) : (unlikelier, likelier);
        }
    }

    private void ToPairs(int first, Span<double> scores, Matrix probabilities)
    {
        using var others = new ScratchBuffer(scores.Length);
        ToPair(scores, others.Span);
        for (int i = 0; i < scores.Length; i++)
        {
            Span<double> pair = probabilities.Row(first + i);
            (pair[0], pair[1]) = (others.Span[i], scores[i]);
        }
    }

    private void ToProbabilities(Span<double> scores)
    {
        if (DecisionCount > 1)
        {
            ToShares(scores);
            return;
        }

        double first = 0;
        ToPair(scores[..1], new Span<double>(ref first));
        (scores[0], scores[1]) = (first, scores[0]);
    }

    private void ToProbabilities(ReadOnlySpan<double> scores, Span<double> probabilities)
    {
        scores[..DecisionCount].CopyTo(probabilities);
        ToProbabilities(probabilities);
    }

    private int ToClass(Span<double> scores)
    {
        if (ClearClass(scores) is { } clear)
        {
            return clear;
        }

        Span<double> probabilities = scores[..Classes.Count];
        ToProbabilities(probabilities);
        return BatchPrediction.MostProbable(probabilities);
    }
}
