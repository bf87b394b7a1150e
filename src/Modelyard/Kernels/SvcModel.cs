using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Represents a classification by the support vectors between each pair of classes.</summary>
public sealed class SvcModel : IDecisionModel, IPersistent<SvcModel>
{
    private readonly Kernel _kernel;
    private readonly Matrix _vectors;

    // Classes of the training rows less one x support vectors: the weight of each vector against each other class, in the order of the classes.
    private readonly Matrix _coefficients;
    private readonly int[] _present;
    private readonly int[] _starts;
    private readonly double[] _intercepts;
    private readonly PlattScaling[] _sigmoids;

    private SvcModel(
        FeatureSchema features, IReadOnlyList<string> classes, Kernel kernel, Matrix vectors, Matrix coefficients, int[] present, int[] starts, double[] intercepts, PlattScaling[] sigmoids)
    {
        Features = features;
        Classes = classes;
        _kernel = kernel;
        _vectors = vectors;
        _coefficients = coefficients;
        _present = present;
        _starts = starts;
        _intercepts = intercepts;
        _sigmoids = sigmoids;
    }

    /// <inheritdoc/>
    public static string TypeName => "support-vector-classification";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public int DecisionCount => Classes.Count == 2 ? 1 : Classes.Count;

    /// <summary>Gets the rows that define the borders, support vectors x features, class after class.</summary>
    public Matrix SupportVectors => _vectors.Copy();

    /// <summary>Gets the signed dual weights, (classes seen in training − 1) x support vectors; row k is against the k-th other class.</summary>
    public Matrix DualCoefficients => _coefficients.Copy();

    /// <summary>Gets the intercept of each pair of classes: first and second, first and third, and so on.</summary>
    public ReadOnlySpan<double> Intercepts => _intercepts;

    /// <inheritdoc/>
    public static SvcModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        int[] present = state.ReadInts("present");
        bool isOrdered = present.Length > 0 && present[0] >= 0 && present[^1] < classes.Count && Enumerable.Range(1, present.Length - 1).All(i => present[i] > present[i - 1]);
        if (!isOrdered || classes.Count < 2)
        {
            throw new ModelFormatException("The value 'present' of the model must hold rising numbers of classes.");
        }

        Matrix vectors = state.ReadMatrix("supportVectors", -1, features.Count);
        Matrix coefficients = state.ReadMatrix("dualCoefficients", present.Length - 1, vectors.Rows);
        int[] starts = state.ReadInts("starts", present.Length + 1);
        if (starts[0] != 0 || starts[^1] != vectors.Rows || Enumerable.Range(1, present.Length).Any(i => starts[i] < starts[i - 1]))
        {
            throw new ModelFormatException("The value 'starts' of the model must rise from 0 to the number of support vectors.");
        }

        int pairs = present.Length * (present.Length - 1) / 2;
        double[] intercepts = state.ReadDoubles("intercepts", pairs);
        double[] slopes = state.ReadDoubles("slopes", pairs);
        double[] shifts = state.ReadDoubles("shifts", pairs);
        bool isFinite = Array.TrueForAll(intercepts, double.IsFinite) && Array.TrueForAll(slopes, double.IsFinite) && Array.TrueForAll(shifts, double.IsFinite);
        return isFinite && KernelState.AreFinite(vectors) && KernelState.AreFinite(coefficients)
            ? new SvcModel(features, classes, Kernel.Load(state), vectors, coefficients, present, starts, intercepts, [.. slopes.Zip(shifts, (slope, shift) => new PlattScaling(slope, shift))])
            : throw new ModelFormatException("The numbers of a support vector machine must be finite.");
    }

    /// <inheritdoc/>
    public void Decide(ReadOnlySpan<double> row, Span<double> scores)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(scores, DecisionCount);
        using var decisions = new ScratchBuffer(_intercepts.Length);
        DecidePairs(row, decisions.Span);
        if (DecisionCount == 1)
        {
            scores[0] = decisions.Length == 1 ? decisions.Span[0] : _present[0] == 1 ? 1 : -1;
            return;
        }

        CountVotes(decisions.Span, scores);
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(probabilities, Classes.Count);
        probabilities.Clear();
        int classes = _present.Length;
        if (classes == 1)
        {
            probabilities[_present[0]] = 1;
            return;
        }

        using var decisions = new ScratchBuffer(_intercepts.Length);
        DecidePairs(row, decisions.Span);
        if (classes == 2)
        {
            double above = _sigmoids[0].Probability(decisions.Span[0]);
            probabilities[_present[1]] = above;
            probabilities[_present[0]] = 1 - above;
            return;
        }

        using var scratch = new ScratchBuffer((classes * classes) + classes);
        Span<double> pairs = scratch.Span[..(classes * classes)];
        Span<double> coupled = scratch.Span[(classes * classes)..];
        for (int a = 0, pair = 0; a < classes; a++)
        {
            pairs[(a * classes) + a] = 0;
            for (int b = a + 1; b < classes; b++, pair++)
            {
                double above = _sigmoids[pair].Probability(decisions.Span[pair]);
                pairs[(b * classes) + a] = above;
                pairs[(a * classes) + b] = 1 - above;
            }
        }

        PairwiseCoupling.Solve(pairs, coupled);
        for (int i = 0; i < classes; i++)
        {
            probabilities[_present[i]] = coupled[i];
        }
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        state.Write("present", _present);
        state.Write("supportVectors", _vectors);
        state.Write("dualCoefficients", _coefficients);
        state.Write("starts", _starts);
        state.Write("intercepts", _intercepts);
        state.Write("slopes", _sigmoids.Select(sigmoid => sigmoid.Slope).ToArray());
        state.Write("shifts", _sigmoids.Select(sigmoid => sigmoid.Shift).ToArray());
        _kernel.Save(state);
    }

    /// <summary>Gathers the support vectors of all pairs, class after class, in the order of the training rows.</summary>
    internal static SvcModel Of(Dataset data, Kernel kernel, int[] present, List<ClassPair> pairs)
    {
        // Each row's weight against each other class.
        var weights = new SortedDictionary<(int Class, int Row), double[]>();
        double[] intercepts = new double[pairs.Count];
        for (int a = 0, index = 0; a < present.Length; a++)
        {
            for (int b = a + 1; b < present.Length; b++, index++)
            {
                ClassPair pair = pairs[index];
                intercepts[index] = pair.Solution!.Intercept;
                for (int i = 0; i < pair.Rows.Length; i++)
                {
                    if (pair.Solution.Coefficients[i] == 0)
                    {
                        continue;
                    }

                    (int own, int against) = i < pair.Below ? (a, b - 1) : (b, a);
                    if (!weights.TryGetValue((own, pair.Rows[i]), out double[]? row))
                    {
                        weights.Add((own, pair.Rows[i]), row = new double[present.Length - 1]);
                    }

                    row[against] = pair.Solution.Coefficients[i];
                }
            }
        }

        var coefficients = new Matrix(present.Length - 1, weights.Count);
        int[] starts = new int[present.Length + 1];
        int vector = 0;
        foreach (((int own, _), double[] row) in weights)
        {
            starts[own + 1]++;
            for (int against = 0; against < row.Length; against++)
            {
                coefficients[against, vector] = row[against];
            }

            vector++;
        }

        for (int i = 0; i < present.Length; i++)
        {
            starts[i + 1] += starts[i];
        }

        Matrix vectors = data.Features.SelectRows([.. weights.Keys.Select(key => key.Row)]);
        return new SvcModel(data.Schema, data.Classes, kernel, vectors, coefficients, present, starts, intercepts, [.. pairs.Select(pair => pair.Calibrate())]);
    }

    /// <summary>Computes the decision of each pair; above zero is the second class of the pair.</summary>
    private void DecidePairs(ReadOnlySpan<double> row, Span<double> decisions)
    {
        using var similarities = new ScratchBuffer(_vectors.Rows);
        _kernel.Compare(row, _vectors, similarities.Span);
        for (int a = 0, pair = 0; a < _present.Length; a++)
        {
            for (int b = a + 1; b < _present.Length; b++, pair++)
            {
                decisions[pair] = _intercepts[pair] + Sum(a, b - 1, similarities.Span) + Sum(b, a, similarities.Span);
            }
        }
    }

    private double Sum(int own, int against, ReadOnlySpan<double> similarities)
    {
        int first = _starts[own], count = _starts[own + 1] - first;
        return VectorKernels.Dot(_coefficients.Row(against).Slice(first, count), similarities.Slice(first, count));
    }

    /// <summary>Counts the pairs that each class wins; sums of decisions, squeezed below half a vote, break ties.</summary>
    private void CountVotes(ReadOnlySpan<double> decisions, Span<double> scores)
    {
        scores.Clear();
        using var confidences = new ScratchBuffer(scores.Length);
        confidences.Span.Clear();
        for (int a = 0, pair = 0; a < _present.Length; a++)
        {
            for (int b = a + 1; b < _present.Length; b++, pair++)
            {
                scores[_present[decisions[pair] > 0 ? b : a]]++;
                confidences.Span[_present[a]] -= decisions[pair];
                confidences.Span[_present[b]] += decisions[pair];
            }
        }

        for (int i = 0; i < scores.Length; i++)
        {
            double confidence = confidences.Span[i];
            scores[i] += confidence / (3 * (Math.Abs(confidence) + 1));
        }
    }
}
