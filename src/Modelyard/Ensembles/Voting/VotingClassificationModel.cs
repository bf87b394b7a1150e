using System.Buffers;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents the weighted mean of the probabilities that several models predict, or the weighted share of their votes.</summary>
public sealed class VotingClassificationModel : IClassificationModel, IPersistent<VotingClassificationModel>
{
    private readonly double[] _weights;

    /// <summary>Initializes a vote.</summary>
    /// <param name="members">The models, all of the same features and classes.</param>
    /// <param name="weights">One weight of zero or more for each, which are brought to sum 1.</param>
    /// <param name="isHard">Whether each model gives its whole weight to its most probable class.</param>
    /// <exception cref="ModelFormatException">There are no members, they differ in their features or classes, or the weights do not suit.</exception>
    public VotingClassificationModel(IReadOnlyList<IClassificationModel> members, ReadOnlySpan<double> weights, bool isHard = false)
    {
        ArgumentNullException.ThrowIfNull(members);
        IsHard = isHard;
        _weights = VotingWeights.Normalize(members, weights);
        Members = members;
        if (members.Any(member => !member.Classes.SequenceEqual(members[0].Classes, StringComparer.Ordinal)))
        {
            throw new ModelFormatException("The members of the vote must have the same classes in the same order.");
        }
    }

    /// <inheritdoc/>
    public static string TypeName => "voting-classification";

    /// <inheritdoc/>
    public FeatureSchema Features => Members[0].Features;

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => Members[0].Classes;

    /// <summary>Gets the models.</summary>
    public IReadOnlyList<IClassificationModel> Members { get; }

    /// <summary>Gets a value indicating whether each model gives its whole weight to its most probable class.</summary>
    public bool IsHard { get; }

    /// <summary>Gets the weight of each model; they sum to 1.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <inheritdoc/>
    public static VotingClassificationModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new VotingClassificationModel(state.ReadParts<IClassificationModel>("members"), state.ReadDoubles("weights"), state.Contains("hard") && state.ReadBoolean("hard"));
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("weights", _weights.AsSpan());
        state.Write("members", Members);
        if (IsHard)
        {
            state.Write("hard", true);
        }
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowCheck.Results(probabilities, Classes.Count);
        double[] rented = ArrayPool<double>.Shared.Rent(Classes.Count);
        Span<double> own = rented.AsSpan(0, Classes.Count);
        probabilities.Clear();
        for (int i = 0; i < _weights.Length; i++)
        {
            Members[i].PredictProbability(row, own);
            Add(_weights[i], own, probabilities);
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        Average(probabilities, (member, own) => member.PredictProbability(rows, own, degree));
    }

    /// <inheritdoc/>
    public void PredictProbability(SparseMatrix rows, Matrix probabilities, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        Average(probabilities, (member, own) => member.PredictProbability(rows, own, degree));
    }

    private void Average(Matrix probabilities, Action<IClassificationModel, Matrix> predict)
    {
        var own = new Matrix(probabilities.Rows, Classes.Count);
        for (int i = 0; i < _weights.Length; i++)
        {
            predict(Members[i], own);
            for (int row = 0; row < own.Rows; row++)
            {
                Span<double> sum = probabilities.Row(row);
                if (i == 0)
                {
                    sum.Clear();
                }

                Add(_weights[i], own.Row(row), sum);
            }
        }
    }

    private void Add(double weight, ReadOnlySpan<double> own, Span<double> sum)
    {
        if (IsHard)
        {
            sum[BatchPrediction.MostProbable(own)] += weight;
            return;
        }

        for (int k = 0; k < own.Length; k++)
        {
            sum[k] += weight * own[k];
        }
    }
}
