using System.Buffers;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Trees;

/// <summary>Represents estimators of a number whose weighted median is predicted, as AdaBoost trained them.</summary>
public sealed class AdaBoostRegressionModel : IRegressionModel, IFeatureImportance, IPersistent<AdaBoostRegressionModel>
{
    private const int Block = 256;
    private readonly double[] _votes;
    private readonly double[] _errors;
    private readonly double[] _importances;
    private readonly double _half;

    internal AdaBoostRegressionModel(FeatureSchema features, IReadOnlyList<IRegressionModel> members, double[] votes, double[] errors)
    {
        Features = features;
        Members = members;
        _votes = votes;
        _errors = errors;
        _importances = BoostingRounds.Importances(members, votes, features.Count);
        _half = votes.Sum() / 2;
    }

    /// <inheritdoc/>
    public static string TypeName => "adaboost-regression";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <summary>Gets the estimators, in the order in which they were trained.</summary>
    public IReadOnlyList<IRegressionModel> Members { get; }

    /// <summary>Gets the weight of each member in the median.</summary>
    public ReadOnlySpan<double> MemberVotes => _votes;

    /// <summary>Gets the mean error of each member on the training rows, as a share of its greatest, weighted as it was trained.</summary>
    public ReadOnlySpan<double> MemberErrors => _errors;

    /// <summary>Gets the mean of the members' importances by their votes; all 0 if a member has none.</summary>
    public ReadOnlySpan<double> FeatureImportances => _importances;

    /// <inheritdoc/>
    public static AdaBoostRegressionModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<IRegressionModel> members = state.ReadParts<IRegressionModel>("members");
        double[] votes = state.ReadDoubles("member_votes"), errors = state.ReadDoubles("member_errors");
        BoostingRounds.Check(features, members, votes, errors);
        return new AdaBoostRegressionModel(features, members, votes, errors);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("member_votes", _votes);
        state.Write("member_errors", _errors);
        state.Write("members", Members);
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        double[] rented = ArrayPool<double>.Shared.Rent(2 * _votes.Length);
        Span<double> predictions = rented.AsSpan(0, _votes.Length);
        for (int i = 0; i < predictions.Length; i++)
        {
            predictions[i] = Members[i].Predict(row);
        }

        double median = Median(predictions, rented.AsSpan(_votes.Length, _votes.Length));
        ArrayPool<double>.Shared.Return(rented);
        return median;
    }

    /// <inheritdoc/>
    public unsafe void Predict(Matrix rows, Span<double> predictions, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (predictions.Length != rows.Rows)
        {
            throw new ArgumentException($"The predictions hold '{predictions.Length}' elements and must hold '{rows.Rows}', one for each row.", nameof(predictions));
        }

        // A span cannot be captured; the pointer is valid for as long as this method runs, and so is the loop.
        fixed (double* start = predictions)
        {
            double* output = start;
            int members = _votes.Length;
            ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
            {
                double[] all = new double[members * count], own = new double[2 * members];
                Matrix block = rows.RowRange(first, count);
                for (int i = 0; i < members; i++)
                {
                    Members[i].Predict(block, all.AsSpan(i * count, count));
                }

                for (int row = 0; row < count; row++)
                {
                    for (int i = 0; i < members; i++)
                    {
                        own[i] = all[(i * count) + row];
                    }

                    output[first + row] = Median(own.AsSpan(0, members), own.AsSpan(members));
                }
            });
        }
    }

    /// <summary>Computes the least prediction up to which half of the votes lie.</summary>
    private double Median(Span<double> predictions, Span<double> votes)
    {
        _votes.CopyTo(votes);
        predictions.Sort(votes);
        double through = 0;
        for (int i = 0; i < predictions.Length; i++)
        {
            through += votes[i];
            if (through >= _half)
            {
                return predictions[i];
            }
        }

        return predictions[^1];
    }
}
