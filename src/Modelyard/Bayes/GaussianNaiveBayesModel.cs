using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Bayes;

/// <summary>Represents normal distributions of each feature within each class.</summary>
public sealed class GaussianNaiveBayesModel : IDecisionModel, IPersistent<GaussianNaiveBayesModel>
{
    private const int Lanes = 4;

    private readonly double[] _priors;
    private readonly Matrix _means;
    private readonly Matrix _variances;

    // Features x classes, classes padded to whole vectors: one step of the sum serves four classes.
    private readonly double[] _laneMeans;
    private readonly double[] _laneScales;
    private readonly double[] _constants;
    private readonly int _width;

    internal GaussianNaiveBayesModel(FeatureSchema features, IReadOnlyList<string> classes, double[] priors, Matrix means, Matrix variances)
    {
        Features = features;
        Classes = classes;
        _priors = priors;
        _means = means;
        _variances = variances;
        _width = (classes.Count + Lanes - 1) / Lanes * Lanes;
        _laneMeans = new double[_width * features.Count];
        _laneScales = new double[_width * features.Count];
        _constants = new double[classes.Count];
        for (int label = 0; label < classes.Count; label++)
        {
            double constant = Math.Log(priors[label]);
            for (int i = 0; i < features.Count; i++)
            {
                _laneMeans[(i * _width) + label] = means[label, i];
                _laneScales[(i * _width) + label] = -0.5 / variances[label, i];
                constant -= 0.5 * Math.Log(2 * Math.PI * variances[label, i]);
            }

            _constants[label] = constant;
        }
    }

    /// <inheritdoc/>
    public static string TypeName => "gaussian-naive-bayes";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets the probability of each class before a row is seen.</summary>
    public ReadOnlySpan<double> Priors => _priors;

    /// <summary>Gets the means, classes x features.</summary>
    public Matrix Means => _means.Copy();

    /// <summary>Gets the smoothed variances, classes x features.</summary>
    public Matrix Variances => _variances.Copy();

    /// <inheritdoc/>
    public int DecisionCount => Classes.Count == 2 ? 1 : Classes.Count;

    /// <inheritdoc/>
    public static GaussianNaiveBayesModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        double[] priors = state.ReadDoubles("priors", classes.Count);
        Matrix means = state.ReadMatrix("means", classes.Count, features.Count);
        Matrix variances = state.ReadMatrix("variances", classes.Count, features.Count);
        if (classes.Count < 2 || !Array.TrueForAll(priors, share => share is >= 0 and <= 1) || !priors.Any(share => share > 0))
        {
            throw new ModelFormatException("The value 'priors' of the model must hold shares from 0 to 1, not all 0, of two classes or more.");
        }

        for (int label = 0; label < classes.Count; label++)
        {
            for (int i = 0; i < features.Count; i++)
            {
                if (!double.IsFinite(means[label, i]) || !(variances[label, i] > 0 && double.IsFinite(variances[label, i])))
                {
                    throw new ModelFormatException("The values 'means' and 'variances' of the model must be finite, and the variances greater than 0.");
                }
            }
        }

        return new GaussianNaiveBayesModel(features, classes, priors, means, variances);
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
        ParallelLoop.Blocks(rows.Rows, BlockRows, degree, (first, count) =>
        {
            for (int row = first; row < first + count; row++)
            {
                PredictProbability(rows.Row(row), probabilities.Row(row));
            }
        });
    }

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<int> classes, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(classes, rows.Rows);
        LogJoint.Classify(rows, classes, BlockRows, degree, _priors, Joint);
    }

    /// <summary>Computes the logarithm of the joint density of the row and each class; for two classes, the second's less the first's.</summary>
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
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        state.Write("priors", _priors);
        state.Write("means", _means);
        state.Write("variances", _variances);
    }

    // Blocks of about as much work as a thread is worth.
    private int BlockRows => Math.Max(16, 65536 / Math.Max(1, _laneMeans.Length));

    private void Joint(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        ref double means = ref MemoryMarshal.GetArrayDataReference(_laneMeans);
        ref double scales = ref MemoryMarshal.GetArrayDataReference(_laneScales);
        Span<double> lanes = stackalloc double[Lanes];
        for (int group = 0; group < _width; group += Lanes)
        {
            // Two sums, of even and of odd features, so that one addition need not wait for the other.
            Vector256<double> even = Vector256<double>.Zero, odd = even;
            nuint at = (nuint)group;
            int i = 0;
            for (; i < row.Length - 1; i += 2)
            {
                Vector256<double> first = Vector256.Create(row[i]) - Vector256.LoadUnsafe(ref means, at);
                even = Vector256.FusedMultiplyAdd(first * first, Vector256.LoadUnsafe(ref scales, at), even);
                at += (nuint)_width;
                Vector256<double> second = Vector256.Create(row[i + 1]) - Vector256.LoadUnsafe(ref means, at);
                odd = Vector256.FusedMultiplyAdd(second * second, Vector256.LoadUnsafe(ref scales, at), odd);
                at += (nuint)_width;
            }

            if (i < row.Length)
            {
                Vector256<double> last = Vector256.Create(row[i]) - Vector256.LoadUnsafe(ref means, at);
                even = Vector256.FusedMultiplyAdd(last * last, Vector256.LoadUnsafe(ref scales, at), even);
            }

            (even + odd).CopyTo(lanes);
            for (int lane = 0; lane < Lanes && group + lane < result.Length; lane++)
            {
                result[group + lane] = _constants[group + lane] + lanes[lane];
            }
        }
    }
}
