using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents the weighted mean of what several models predict.</summary>
public sealed class VotingRegressionModel : ISpreadModel, IPersistent<VotingRegressionModel>
{
    private readonly double[] _weights;

    /// <summary>Initializes a vote.</summary>
    /// <param name="members">The models, all of the same features.</param>
    /// <param name="weights">One weight of zero or more for each, which are brought to sum 1.</param>
    /// <exception cref="ModelFormatException">There are no members, they differ in their features, or the weights do not suit.</exception>
    public VotingRegressionModel(IReadOnlyList<IRegressionModel> members, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(members);
        _weights = VotingWeights.Normalize(members, weights);
        Members = members;
    }

    /// <inheritdoc/>
    public static string TypeName => "voting-regression";

    /// <inheritdoc/>
    public FeatureSchema Features => Members[0].Features;

    /// <summary>Gets the models.</summary>
    public IReadOnlyList<IRegressionModel> Members { get; }

    /// <inheritdoc/>
    public int MemberCount => Members.Count;

    /// <summary>Gets the weight of each model; they sum to 1.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <inheritdoc/>
    public static VotingRegressionModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new VotingRegressionModel(state.ReadParts<IRegressionModel>("members"), state.ReadDoubles("weights"));
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("weights", _weights.AsSpan());
        state.Write("members", Members);
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        double sum = 0;
        for (int i = 0; i < _weights.Length; i++)
        {
            sum += _weights[i] * Members[i].Predict(row);
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<double> predictions, int degree = 1) => Average(predictions, (member, own) => member.Predict(rows, own, degree));

    /// <inheritdoc/>
    public void Predict(SparseMatrix rows, Span<double> predictions, int degree = 1) => Average(predictions, (member, own) => member.Predict(rows, own, degree));

    /// <inheritdoc/>
    public PredictedSpread PredictSpread(ReadOnlySpan<double> row)
    {
        MemberMoments moments = default;
        for (int i = 0; i < _weights.Length; i++)
        {
            moments.Add(Members[i].Predict(row), _weights[i]);
        }

        return moments.Spread(1);
    }

    /// <inheritdoc/>
    public void PredictSpread(Matrix rows, Span<PredictedSpread> spreads, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results<PredictedSpread>(spreads, rows.Rows);
        MemberMoments.Gather(_weights.Length, 1, spreads, _weights, (i, own) => Members[i].Predict(rows, own, degree));
    }

    /// <inheritdoc/>
    public void PredictSpread(SparseMatrix rows, Span<PredictedSpread> spreads, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results<PredictedSpread>(spreads, rows.Rows);
        MemberMoments.Gather(_weights.Length, 1, spreads, _weights, (i, own) => Members[i].Predict(rows, own, degree));
    }

    private void Average(Span<double> predictions, Action<IRegressionModel, double[]> predict)
    {
        double[] own = new double[predictions.Length];
        predictions.Clear();
        for (int i = 0; i < _weights.Length; i++)
        {
            predict(Members[i], own);
            for (int row = 0; row < own.Length; row++)
            {
                predictions[row] += _weights[i] * own[row];
            }
        }
    }
}
