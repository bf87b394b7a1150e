using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Represents a classification by scores that are weighted sums of the features, each class against the rest.</summary>
public sealed class LinearSvcModel : IDecisionModel, IPersistent<LinearSvcModel>
{
    private const double FarOut = 30;

    /// <summary>The least lead of a power with which its class is the most probable beyond all rounding of the probabilities.</summary>
    private const double ClearLead = 1e-9;

    private readonly Matrix _coefficients;
    private readonly double[] _intercepts;
    private readonly bool[] _present;
    private readonly PlattScaling[] _sigmoids;
    private readonly ScoreWeights _scores;

    internal LinearSvcModel(
        FeatureSchema features, IReadOnlyList<string> classes, Matrix coefficients, double[] intercepts, bool[] present, PlattScaling[] sigmoids)
    {
        Features = features;
        Classes = classes;
        _coefficients = coefficients;
        _intercepts = intercepts;
        _present = present;
        _sigmoids = sigmoids;
        _scores = new ScoreWeights(coefficients, intercepts);
    }

    /// <inheritdoc/>
    public static string TypeName => "linear-support-vector-classification";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public int DecisionCount => _intercepts.Length;

    /// <summary>Gets the weight of each feature in each score, scores x features; one score for two classes, else one a class.</summary>
    public Matrix Coefficients => _coefficients.Copy();

    /// <summary>Gets each score where all features are 0.</summary>
    public ReadOnlySpan<double> Intercepts => _intercepts;

    /// <inheritdoc/>
    public static LinearSvcModel Load(StateReader state)
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
        bool[] present = Array.ConvertAll(state.ReadInts("present", classes.Count), value => value != 0);
        double[] slopes = state.ReadDoubles("slopes", scores), shifts = state.ReadDoubles("shifts", scores);
        bool isFinite = KernelState.AreFinite(coefficients) && KernelState.AreFinite(intercepts) && KernelState.AreFinite(slopes) && KernelState.AreFinite(shifts);
        return isFinite && Array.Exists(present, one => one)
            ? new LinearSvcModel(features, classes, coefficients, intercepts, present, [.. slopes.Zip(shifts, (slope, shift) => new PlattScaling(slope, shift))])
            : throw new ModelFormatException("The numbers of a linear support vector machine must be finite, and one of its classes present.");
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
        state.Write("present", Array.ConvertAll(_present, one => one ? 1 : 0).AsSpan());
        state.Write("slopes", _sigmoids.Select(sigmoid => sigmoid.Slope).ToArray());
        state.Write("shifts", _sigmoids.Select(sigmoid => sigmoid.Shift).ToArray());
    }

    /// <summary>Finds the most probable class by the powers of the sigmoids alone where one leads clearly, else by the probabilities.</summary>
    private int ToClass(Span<double> scores)
    {
        Span<double> probabilities = scores[..Classes.Count];
        if (DecisionCount > 1)
        {
            Span<double> powers = stackalloc double[scores.Length <= 512 ? scores.Length : 0];
            powers = scores.Length <= 512 ? powers : new double[scores.Length];
            powers.Fill(double.NegativeInfinity);
            for (int i = 0; i < DecisionCount; i++)
            {
                powers[i] = _present[i] ? -((_sigmoids[i].Slope * scores[i]) + _sigmoids[i].Shift) : double.NegativeInfinity;
            }

            if (ScoreWeights.Leader(powers, ClearLead) is >= 0 and var leader && Math.Abs(powers[leader]) < FarOut)
            {
                return leader;
            }
        }

        ToProbabilities(probabilities);
        return BatchPrediction.MostProbable(probabilities);
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
            double above = _present[1] ? _present[0] ? Math.Exp(LogSigmoid(scores[0], _sigmoids[0])) : 1 : 0;
            (scores[0], scores[1]) = (1 - above, above);
            return;
        }

        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = (_sigmoids[i].Slope * scores[i]) + _sigmoids[i].Shift;
            (lowest, highest) = (Math.Min(lowest, scores[i]), Math.Max(highest, scores[i]));
        }

        if (lowest < -FarOut || highest > FarOut)
        {
            Compare(scores);
        }
        else
        {
            VectorKernels.ExpInPlace(scores);
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] = _present[i] ? 1 / (1 + scores[i]) : 0;
            }
        }

        VectorKernels.Scale(1 / VectorKernels.Sum(scores), scores);
    }

    /// <summary>Turns powers into shares by their logarithms, so that far from all margins, where sigmoids are 0 or 1 to rounding, the order is still that of the scores.</summary>
    private void Compare(Span<double> powers)
    {
        double highest = double.NegativeInfinity;
        for (int i = 0; i < powers.Length; i++)
        {
            powers[i] = _present[i] ? LogSigmoid(powers[i]) : double.NegativeInfinity;
            highest = Math.Max(highest, powers[i]);
        }

        foreach (ref double power in powers)
        {
            power = Math.Exp(power - highest);
        }
    }

    private static double LogSigmoid(double score, PlattScaling sigmoid) => LogSigmoid((sigmoid.Slope * score) + sigmoid.Shift);

    private static double LogSigmoid(double power)
    {
        double small = Math.Exp(-Math.Abs(power));

        // log(1 + small) loses what is below rounding, and with it the order of scores far above the margin.
        double rest = small < 1e-5 ? small - (small * small / 2) : Math.Log(1 + small);
        return -Math.Max(power, 0) - rest;
    }
}
