using Modelyard.Kernels.Similarity;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Represents a classification by the support vectors between each pair of classes.</summary>
public sealed class SvcModel : IDecisionModel, IPersistent<SvcModel>
{
    private const int Block = 32;

    private readonly ComparedRows _vectors;
    private readonly int[] _supportRows;

    // Classes of the training rows less one x support vectors: the weight of each vector against each other class, in the order of the classes.
    private readonly Matrix _coefficients;
    private readonly int[] _present;
    private readonly int[] _starts;
    private readonly double[] _intercepts;
    private readonly PlattScaling[] _sigmoids;

    internal SvcModel(
        FeatureSchema features,
        IReadOnlyList<string> classes,
        ComparedRows vectors,
        int[] supportRows,
        Matrix coefficients,
        int[] present,
        int[] starts,
        double[] intercepts,
        PlattScaling[] sigmoids)
    {
        Features = features;
        Classes = classes;
        _vectors = vectors;
        _supportRows = supportRows;
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

    /// <summary>Gets the number of pairs of classes that were seen in training.</summary>
    public int PairCount => _intercepts.Length;

    /// <summary>Gets the rows that define the borders, support vectors x features, class after class; without columns where the kernel is precomputed.</summary>
    public Matrix SupportVectors => _vectors.ToMatrix();

    /// <summary>Gets the training row of each support vector; empty for a model that was stored without them.</summary>
    public ReadOnlySpan<int> SupportRows => _supportRows;

    /// <summary>Gets the number of support vectors of each class.</summary>
    public IReadOnlyList<int> SupportCounts
    {
        get
        {
            int[] counts = new int[Classes.Count];
            for (int i = 0; i < _present.Length; i++)
            {
                counts[_present[i]] = _starts[i + 1] - _starts[i];
            }

            return counts;
        }
    }

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

        ComparedRows vectors = ComparedRows.Load(state, features);
        Matrix coefficients = state.ReadMatrix("dualCoefficients", present.Length - 1, vectors.Count);
        int[] starts = state.ReadInts("starts", present.Length + 1);
        if (starts[0] != 0 || starts[^1] != vectors.Count || Enumerable.Range(1, present.Length).Any(i => starts[i] < starts[i - 1]))
        {
            throw new ModelFormatException("The value 'starts' of the model must rise from 0 to the number of support vectors.");
        }

        int pairs = present.Length * (present.Length - 1) / 2;
        double[] intercepts = state.ReadDoubles("intercepts", pairs);
        double[] slopes = state.ReadDoubles("slopes", pairs);
        double[] shifts = state.ReadDoubles("shifts", pairs);
        bool isFinite = KernelState.AreFinite(intercepts) && KernelState.AreFinite(slopes) && KernelState.AreFinite(shifts) && KernelState.AreFinite(coefficients);
        int[] rows = KernelState.ReadRows(state, vectors.Count);
        return isFinite
            ? new SvcModel(features, classes, vectors, rows, coefficients, present, starts, intercepts, [.. slopes.Zip(shifts, (slope, shift) => new PlattScaling(slope, shift))])
            : throw new ModelFormatException("The numbers of a support vector machine must be finite.");
    }

    /// <inheritdoc/>
    /// <remarks>For more than two classes, the number of pairs that a class wins, and the sum of its decisions squeezed below half a vote.</remarks>
    public void Decide(ReadOnlySpan<double> row, Span<double> scores)
    {
        RowCheck.Results(scores, DecisionCount);
        using var decisions = new ScratchBuffer(PairCount);
        DecidePairs(row, decisions.Span);
        if (DecisionCount == 1)
        {
            scores[0] = decisions.Length == 1 ? decisions.Span[0] : _present[0] == 1 ? 1 : -1;
            return;
        }

        CountVotes(decisions.Span, scores);
    }

    /// <summary>Computes the decision between each pair of classes for one row. Allocates nothing.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="decisions">Receives <see cref="PairCount"/> numbers: of the first class and the second, the first and the third, and so on; above 0 speaks for the later one.</param>
    public void DecidePairs(ReadOnlySpan<double> row, Span<double> decisions)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(decisions, PairCount);
        using var similarities = new ScratchBuffer(_vectors.Count);
        _vectors.Compare(row, similarities.Span);
        SumPairs(similarities.Span, decisions);
    }

    /// <summary>Finds the class that wins most pairs for one row; of equals, the first. The class of the greatest probability may be another. Allocates nothing.</summary>
    /// <param name="row">The features of the row.</param>
    /// <returns>An index into <see cref="Classes"/>.</returns>
    public int Vote(ReadOnlySpan<double> row)
    {
        using var scratch = new ScratchBuffer(PairCount + Classes.Count);
        Span<double> decisions = scratch.Span[..PairCount], votes = scratch.Span[PairCount..];
        DecidePairs(row, decisions);
        votes.Clear();
        votes[_present[0]] = _present.Length == 1 ? 1 : 0;
        for (int a = 0, pair = 0; a < _present.Length; a++)
        {
            for (int b = a + 1; b < _present.Length; b++, pair++)
            {
                votes[_present[decisions[pair] > 0 ? b : a]]++;
            }
        }

        return VectorKernels.ArgMax(votes);
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowCheck.Results(probabilities, Classes.Count);
        using var decisions = new ScratchBuffer(PairCount);
        DecidePairs(row, decisions.Span);
        ToProbabilities(decisions.Span, probabilities);
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
        {
            var similarities = new Matrix(count, _vectors.Count);
            _vectors.Compare(rows, first, similarities);
            using var decisions = new ScratchBuffer(PairCount);
            for (int i = 0; i < count; i++)
            {
                SumPairs(similarities.Row(i), decisions.Span);
                ToProbabilities(decisions.Span, probabilities.Row(first + i));
            }
        });
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        state.Write("present", _present);
        state.Write("supportRows", _supportRows.AsSpan());
        state.Write("dualCoefficients", _coefficients);
        state.Write("starts", _starts);
        state.Write("intercepts", _intercepts);
        state.Write("slopes", _sigmoids.Select(sigmoid => sigmoid.Slope).ToArray());
        state.Write("shifts", _sigmoids.Select(sigmoid => sigmoid.Shift).ToArray());
        _vectors.Save(state);
    }

    private void SumPairs(ReadOnlySpan<double> similarities, Span<double> decisions)
    {
        for (int a = 0, pair = 0; a < _present.Length; a++)
        {
            for (int b = a + 1; b < _present.Length; b++, pair++)
            {
                decisions[pair] = _intercepts[pair] + Sum(a, b - 1, similarities) + Sum(b, a, similarities);
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

    private void ToProbabilities(ReadOnlySpan<double> decisions, Span<double> probabilities)
    {
        probabilities.Clear();
        int classes = _present.Length;
        if (classes == 1)
        {
            probabilities[_present[0]] = 1;
            return;
        }

        if (classes == 2)
        {
            double above = _sigmoids[0].Probability(decisions[0]);
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
                double above = _sigmoids[pair].Probability(decisions[pair]);
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
}
