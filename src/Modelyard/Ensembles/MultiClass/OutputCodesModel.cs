using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents models of the bits of code words, one word a class.</summary>
public sealed class OutputCodesModel : IClassificationModel, IPersistent<OutputCodesModel>
{
    private const double Margin = 1e-12;

    private readonly int[] _present;
    private readonly byte[][] _words;
    private readonly double[][] _marks;

    internal OutputCodesModel(FeatureSchema features, IReadOnlyList<string> classes, int[] present, byte[][] words, IReadOnlyList<IClassificationModel> members)
    {
        Features = features;
        Classes = classes;
        _present = present;
        _words = words;
        _marks = Array.ConvertAll(words, word => Array.ConvertAll(word, bit => (double)bit));
        Members = members;
    }

    /// <inheritdoc/>
    public static string TypeName => "output-codes";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets the models, one a bit.</summary>
    public IReadOnlyList<IClassificationModel> Members { get; }

    /// <inheritdoc/>
    public static OutputCodesModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        int[] present = BinaryTarget.ReadPresent(state, classes.Count);
        IReadOnlyList<IClassificationModel> members = state.ReadParts<IClassificationModel>("members");
        byte[] all = state.ReadBytes("words", present.Length * members.Count);
        if (members.Count == 0 || Array.Exists(all, bit => bit > 1))
        {
            throw new ModelFormatException("The value 'words' of the model must hold bits, 0 or 1, one for each class and member.");
        }

        byte[][] words = [.. Enumerable.Range(0, present.Length).Select(i => all[(i * members.Count)..((i + 1) * members.Count)])];
        return new OutputCodesModel(features, classes, present, words, BinaryTarget.CheckMembers(members, features, members.Count));
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(probabilities, Classes.Count);
        using var bits = new ScratchBuffer(Members.Count);
        Span<double> pair = stackalloc double[2];
        for (int i = 0; i < Members.Count; i++)
        {
            Members[i].PredictProbability(row, pair);
            bits.Span[i] = pair[1];
        }

        Decode(bits.Span, probabilities);
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        BinaryAnswers.Predict(Members, rows, probabilities, degree, Decode);
    }

    /// <inheritdoc/>
    public void PredictProbability(SparseMatrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        BinaryAnswers.Predict(Members, rows, probabilities, degree, Decode);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        state.Write("present", _present);
        state.Write("words", _words.SelectMany(word => word).ToArray());
        state.Write("members", Members);
    }

    private void Decode(ReadOnlySpan<double> bits, Span<double> probabilities)
    {
        // The logarithms of each bit being 0, and of how much likelier it is to be 1.
        using ScratchBuffer zeros = new(bits.Length), ones = new(bits.Length);
        for (int bit = 0; bit < bits.Length; bit++)
        {
            (zeros.Span[bit], ones.Span[bit]) = (Math.Max(Margin, 1 - bits[bit]), Math.Max(Margin, bits[bit]));
        }

        VectorKernels.LogInPlace(zeros.Span);
        VectorKernels.LogInPlace(ones.Span);
        VectorKernels.Axpy(-1, zeros.Span, ones.Span);
        double none = VectorKernels.Sum(zeros.Span);
        probabilities.Clear();
        double greatest = double.NegativeInfinity, sum = 0;
        for (int i = 0; i < _present.Length; i++)
        {
            double logarithm = none + VectorKernels.Dot(_marks[i], ones.Span);
            probabilities[_present[i]] = logarithm;
            greatest = Math.Max(greatest, logarithm);
        }

        foreach (int k in _present)
        {
            sum += probabilities[k] = Math.Exp(probabilities[k] - greatest);
        }

        foreach (int k in _present)
        {
            probabilities[k] /= sum;
        }
    }
}
