using System.Buffers;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents the weighted mean of the probabilities that several models predict, or the weighted share of their votes.</summary>
public sealed class VotingClassificationModel : IUncertaintyModel, IPersistent<VotingClassificationModel>
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

    /// <inheritdoc/>
    public int MemberCount => Members.Count;

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
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities) => Average(row, probabilities, withEntropies: false);

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        Average(probabilities, [], (member, own) => member.PredictProbability(rows, own, degree));
    }

    /// <inheritdoc/>
    public void PredictProbability(SparseMatrix rows, Matrix probabilities, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        Average(probabilities, [], (member, own) => member.PredictProbability(rows, own, degree));
    }

    /// <summary>Predicts the probabilities of one row and how unsure they are; a member that votes for one class has no doubt of its own.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="probabilities">Receives one probability a class.</param>
    /// <returns>The uncertainty.</returns>
    public PredictedUncertainty PredictUncertainty(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        double entropy = Average(row, probabilities, withEntropies: true);
        return PredictedUncertainty.Of(probabilities, entropy, MemberCount);
    }

    /// <inheritdoc/>
    public void PredictUncertainty(Matrix rows, Matrix probabilities, Span<PredictedUncertainty> uncertainties, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Results<PredictedUncertainty>(probabilities, uncertainties, rows.Rows, Classes.Count);
        Average(probabilities, uncertainties, (member, own) => member.PredictProbability(rows, own, degree));
    }

    /// <inheritdoc/>
    public void PredictUncertainty(SparseMatrix rows, Matrix probabilities, Span<PredictedUncertainty> uncertainties, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Results<PredictedUncertainty>(probabilities, uncertainties, rows.Rows, Classes.Count);
        Average(probabilities, uncertainties, (member, own) => member.PredictProbability(rows, own, degree));
    }

    /// <summary>Averages what the members give one row.</summary>
    /// <returns>The mean of the entropies; 0 if it is not asked for.</returns>
    private double Average(ReadOnlySpan<double> row, Span<double> probabilities, bool withEntropies)
    {
        RowCheck.Results(probabilities, Classes.Count);
        double[] rented = ArrayPool<double>.Shared.Rent(Classes.Count);
        Span<double> own = rented.AsSpan(0, Classes.Count);
        probabilities.Clear();
        double entropy = 0;
        for (int i = 0; i < _weights.Length; i++)
        {
            Members[i].PredictProbability(row, own);
            Add(_weights[i], own, probabilities);
            entropy += withEntropies ? _weights[i] * Entropy(own) : 0;
        }

        ArrayPool<double>.Shared.Return(rented);
        return entropy;
    }

    /// <summary>Averages what the members give many rows, and takes the uncertainty apart if there is room for it.</summary>
    private void Average(Matrix probabilities, Span<PredictedUncertainty> uncertainties, Action<IClassificationModel, Matrix> predict)
    {
        var own = new Matrix(probabilities.Rows, Classes.Count);
        double[] entropies = new double[uncertainties.Length];
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
                if (entropies.Length > 0)
                {
                    entropies[row] += _weights[i] * Entropy(own.Row(row));
                }
            }
        }

        PredictedUncertainty.Of(probabilities, entropies, MemberCount, uncertainties);
    }

    private double Entropy(ReadOnlySpan<double> own) => IsHard ? 0 : PredictedUncertainty.Entropy(own);

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
