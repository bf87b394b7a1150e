using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Bayes;

/// <summary>Represents naive Bayes over counts: the logarithm of the joint probability of a row and a class is a weighted sum of the row's counts.</summary>
/// <remarks>It is what the multinomial, the complement and the Bernoulli variant learn. A sparse row costs its stored elements.</remarks>
public sealed class LinearNaiveBayesModel : IDecisionModel, IPersistent<LinearNaiveBayesModel>
{
    private readonly double[] _priors;
    private readonly double[] _constants;
    private readonly Matrix _weights;
    private readonly double _threshold;
    private readonly ScoreWeights _joint;

    internal LinearNaiveBayesModel(FeatureSchema features, IReadOnlyList<string> classes, double[] priors, double[] constants, Matrix weights, double threshold = double.NaN)
    {
        Features = features;
        Classes = classes;
        _priors = priors;
        _constants = constants;
        _weights = weights;
        _threshold = threshold;
        _joint = new ScoreWeights(weights, constants);
    }

    /// <inheritdoc/>
    public static string TypeName => "linear-naive-bayes";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets the probability of each class before a row is seen.</summary>
    public ReadOnlySpan<double> Priors => _priors;

    /// <summary>Gets what a count of each feature adds to the logarithm of each class, classes x features.</summary>
    public Matrix Weights => _weights.Copy();

    /// <summary>Gets the logarithm of each class where every feature is 0; minus infinity for a class that was not in training.</summary>
    public ReadOnlySpan<double> Constants => _constants;

    /// <summary>Gets what a feature must exceed to count as 1; NaN if features count as they are.</summary>
    public double Threshold => _threshold;

    /// <inheritdoc/>
    public int DecisionCount => Classes.Count == 2 ? 1 : Classes.Count;

    /// <summary>Gets a value indicating whether what a sparse row does not store, 0, exceeds the threshold, so that a dense copy must serve.</summary>
    private bool CountsUnstored => _threshold < 0;

    /// <inheritdoc/>
    public static LinearNaiveBayesModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        double[] priors = state.ReadDoubles("priors", classes.Count), constants = state.ReadDoubles("constants", classes.Count);
        Matrix weights = state.ReadMatrix("weights", classes.Count, features.Count);
        if (classes.Count < 2 || !Array.TrueForAll(priors, share => share is >= 0 and <= 1) || !priors.Any(share => share > 0))
        {
            throw new ModelFormatException("The value 'priors' of the model must hold shares from 0 to 1, not all 0, of two classes or more.");
        }

        if (!Array.TrueForAll(constants, value => value < double.PositiveInfinity) || !constants.Any(double.IsFinite))
        {
            throw new ModelFormatException("The value 'constants' of the model must hold numbers or minus infinity, at least one of them finite.");
        }

        foreach (double weight in weights.AsSpan())
        {
            if (!double.IsFinite(weight))
            {
                throw new ModelFormatException($"The value 'weights' of the model holds '{weight}' and must hold finite numbers.");
            }
        }

        return new LinearNaiveBayesModel(features, classes, priors, constants, weights, state.ReadDouble("threshold"));
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        state.Write("priors", _priors);
        state.Write("constants", _constants);
        state.Write("weights", _weights);
        state.Write("threshold", _threshold);
    }

    /// <summary>Computes the logarithm of the joint probability of the row and each class; for two classes, the second's less the first's.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="scores">Receives <see cref="DecisionCount"/> scores.</param>
    public void Decide(ReadOnlySpan<double> row, Span<double> scores)
    {
        RowCheck.Results(scores, DecisionCount);
        if (DecisionCount > 1)
        {
            Joint(row, scores);
            return;
        }

        Span<double> both = stackalloc double[2];
        Joint(row, both);
        scores[0] = both[1] - both[0];
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowCheck.Results(probabilities, Classes.Count);
        Joint(row, probabilities);
        LogJoint.Normalise(probabilities, _priors);
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        _joint.Score(rows, degree, (row, sums) => Normalise(sums, probabilities.Row(row)), _threshold);
    }

    /// <inheritdoc/>
    public void PredictProbability(SparseMatrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        if (CountsUnstored)
        {
            BatchPrediction.Run(rows, probabilities, degree, PredictProbability);
            return;
        }

        _joint.Score(rows, degree, (row, sums) => Normalise(sums, probabilities.Row(row)), _threshold);
    }

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<int> classes, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(classes, rows.Rows);
        _joint.Classify(rows, classes, degree, sums => LogJoint.MostProbable(sums, _priors), _threshold);
    }

    /// <inheritdoc/>
    public void Predict(SparseMatrix rows, Span<int> classes, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(classes, rows.Rows);
        if (CountsUnstored)
        {
            BatchPrediction.Run(this, rows, classes, degree);
            return;
        }

        _joint.Classify(rows, classes, degree, sums => LogJoint.MostProbable(sums, _priors), _threshold);
    }

    private void Normalise(ReadOnlySpan<double> sums, Span<double> probabilities)
    {
        sums[..Classes.Count].CopyTo(probabilities);
        LogJoint.Normalise(probabilities, _priors);
    }

    private void Joint(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        _joint.Score(row, result, _threshold);
    }
}
