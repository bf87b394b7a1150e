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
        Span<double> pair = stackalloc double[2];
        probabilities.Clear();
        for (int i = 0; i < _present.Length; i++)
        {
            Members[i].PredictProbability(row, pair);
            probabilities[_present[i]] = pair[1];
        }

        Normalize(probabilities);
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        Predict(probabilities, (member, pairs) => member.PredictProbability(rows, pairs, degree));
    }

    /// <inheritdoc/>
    public void PredictProbability(SparseMatrix rows, Matrix probabilities, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        Predict(probabilities, (member, pairs) => member.PredictProbability(rows, pairs, degree));
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

    private void Predict(Matrix probabilities, Action<IClassificationModel, Matrix> predict)
    {
        var pairs = new Matrix(probabilities.Rows, 2);
        for (int row = 0; row < probabilities.Rows; row++)
        {
            probabilities.Row(row).Clear();
        }

        for (int i = 0; i < _present.Length; i++)
        {
            predict(Members[i], pairs);
            for (int row = 0; row < pairs.Rows; row++)
            {
                probabilities[row, _present[i]] = pairs[row, 1];
            }
        }

        for (int row = 0; row < probabilities.Rows; row++)
        {
            Normalize(probabilities.Row(row));
        }
    }

    /// <summary>Brings the probabilities to sum 1; where every model says 'not mine', all classes are alike.</summary>
    private void Normalize(Span<double> probabilities)
    {
        double sum = 0;
        foreach (double probability in probabilities)
        {
            sum += probability;
        }

        foreach (int k in _present)
        {
            probabilities[k] = sum > 0 ? probabilities[k] / sum : 1.0 / _present.Length;
        }
    }
}
