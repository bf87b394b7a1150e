using System.Buffers;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents the weighted mean of the probabilities that several models predict.</summary>
public sealed class VotingClassificationModel : IClassificationModel, IPersistent<VotingClassificationModel>
{
    private readonly double[] _weights;

    /// <summary>Initializes a vote.</summary>
    /// <param name="members">The models, all of the same features and classes.</param>
    /// <param name="weights">One weight of zero or more for each, which are brought to sum 1.</param>
    /// <exception cref="ModelFormatException">There are no members, they differ in their features or classes, or the weights do not suit.</exception>
    public VotingClassificationModel(IReadOnlyList<IClassificationModel> members, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(members);
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

    /// <summary>Gets the weight of each model; they sum to 1.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <inheritdoc/>
    public static VotingClassificationModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new VotingClassificationModel(state.ReadParts<IClassificationModel>("members"), state.ReadDoubles("weights"));
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("weights", _weights.AsSpan());
        state.Write("members", Members);
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        double[] rented = ArrayPool<double>.Shared.Rent(Classes.Count);
        Span<double> own = rented.AsSpan(0, Classes.Count);
        probabilities.Clear();
        for (int i = 0; i < _weights.Length; i++)
        {
            Members[i].PredictProbability(row, own);
            for (int k = 0; k < own.Length; k++)
            {
                probabilities[k] += _weights[i] * own[k];
            }
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(probabilities);
        var own = new Matrix(rows.Rows, Classes.Count);
        for (int i = 0; i < _weights.Length; i++)
        {
            Members[i].PredictProbability(rows, own, degree);
            for (int row = 0; row < rows.Rows; row++)
            {
                Span<double> sum = probabilities.Row(row);
                Span<double> part = own.Row(row);
                for (int k = 0; k < part.Length; k++)
                {
                    sum[k] = (i == 0 ? 0 : sum[k]) + (_weights[i] * part[k]);
                }
            }
        }
    }
}
