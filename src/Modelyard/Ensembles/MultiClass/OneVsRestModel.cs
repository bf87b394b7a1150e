using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents models that each tell one class from all others.</summary>
public sealed class OneVsRestModel : IClassificationModel, IPersistent<OneVsRestModel>
{
    private readonly int[] _present;

    internal OneVsRestModel(FeatureSchema features, IReadOnlyList<string> classes, int[] present, IReadOnlyList<IClassificationModel> members)
    {
        Features = features;
        Classes = classes;
        _present = present;
        Members = members;
    }

    /// <inheritdoc/>
    public static string TypeName => "one-vs-rest";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets the models, one for each class that had rows.</summary>
    public IReadOnlyList<IClassificationModel> Members { get; }

    /// <inheritdoc/>
    public static OneVsRestModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        int[] present = BinaryTarget.ReadPresent(state, classes.Count);
        return new OneVsRestModel(features, classes, present, BinaryTarget.CheckMembers(state.ReadParts<IClassificationModel>("members"), features, present.Length));
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(probabilities, Classes.Count);
        using var answers = new ScratchBuffer(Members.Count);
        Span<double> pair = stackalloc double[2];
        for (int i = 0; i < Members.Count; i++)
        {
            Members[i].PredictProbability(row, pair);
            answers.Span[i] = pair[1];
        }

        Normalize(answers.Span, probabilities);
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        BinaryAnswers.Predict(Members, rows, probabilities, degree, Normalize);
    }

    /// <inheritdoc/>
    public void PredictProbability(SparseMatrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        BinaryAnswers.Predict(Members, rows, probabilities, degree, Normalize);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        state.Write("present", _present);
        state.Write("members", Members);
    }

    /// <summary>Brings the answers to sum 1; where every model says 'not mine', all classes are alike.</summary>
    private void Normalize(ReadOnlySpan<double> answers, Span<double> probabilities)
    {
        double sum = 0;
        foreach (double answer in answers)
        {
            sum += answer;
        }

        probabilities.Clear();
        for (int i = 0; i < _present.Length; i++)
        {
            probabilities[_present[i]] = sum > 0 ? answers[i] / sum : 1.0 / _present.Length;
        }
    }
}
