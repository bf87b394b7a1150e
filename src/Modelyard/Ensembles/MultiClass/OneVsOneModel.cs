using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents models that each tell two classes apart.</summary>
public sealed class OneVsOneModel : IClassificationModel, IPersistent<OneVsOneModel>
{
    // Keeps the probabilities of pairs off 0 and 1, where they could contradict one another beyond repair.
    private const double Margin = 1e-7;

    private readonly int[] _present;

    internal OneVsOneModel(FeatureSchema features, IReadOnlyList<string> classes, int[] present, IReadOnlyList<IClassificationModel> members)
    {
        Features = features;
        Classes = classes;
        _present = present;
        Members = members;
    }

    /// <inheritdoc/>
    public static string TypeName => "one-vs-one";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets the models, one for each pair of classes that had rows: the first with the second, the first with the third, and so on.</summary>
    public IReadOnlyList<IClassificationModel> Members { get; }

    /// <inheritdoc/>
    public static OneVsOneModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        int[] present = BinaryTarget.ReadPresent(state, classes.Count);
        int pairs = present.Length * (present.Length - 1) / 2;
        return new OneVsOneModel(features, classes, present, BinaryTarget.CheckMembers(state.ReadParts<IClassificationModel>("members"), features, pairs));
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(probabilities, Classes.Count);
        using var wins = new ScratchBuffer(Members.Count);
        Span<double> pair = stackalloc double[2];
        for (int i = 0; i < Members.Count; i++)
        {
            Members[i].PredictProbability(row, pair);
            wins.Span[i] = pair[1];
        }

        Couple(wins.Span, probabilities);
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        BinaryAnswers.Predict(Members, rows, probabilities, degree, Couple);
    }

    /// <inheritdoc/>
    public void PredictProbability(SparseMatrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        BinaryAnswers.Predict(Members, rows, probabilities, degree, Couple);
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

    internal static IEnumerable<(int First, int Second)> Pairs(int classes) =>
        Enumerable.Range(0, classes).SelectMany(first => Enumerable.Range(first + 1, classes - first - 1).Select(second => (first, second)));

    private void Couple(ReadOnlySpan<double> wins, Span<double> probabilities)
    {
        int classes = _present.Length;
        using var scratch = new ScratchBuffer((classes * classes) + classes);
        Span<double> table = scratch.Span[..(classes * classes)], coupled = scratch.Span[(classes * classes)..];
        for (int first = 0, pair = 0; first < classes; first++)
        {
            table[(first * classes) + first] = 0;
            for (int second = first + 1; second < classes; second++, pair++)
            {
                double win = Math.Clamp(wins[pair], Margin, 1 - Margin);
                table[(second * classes) + first] = win;
                table[(first * classes) + second] = 1 - win;
            }
        }

        PairwiseCoupling.Solve(table, coupled);
        probabilities.Clear();
        for (int i = 0; i < classes; i++)
        {
            probabilities[_present[i]] = coupled[i];
        }
    }
}
