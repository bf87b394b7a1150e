using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents the mean of what models predict that learned from rows and features of their own.</summary>
public sealed class BaggingRegressionModel : ISpreadModel, IPersistent<BaggingRegressionModel>
{
    private readonly BaggedFeatures[] _columns;

    internal BaggingRegressionModel(FeatureSchema features, IReadOnlyList<IRegressionModel> members, BaggedFeatures[] columns, double? outOfBagScore)
    {
        Features = features;
        Members = members;
        _columns = columns;
        OutOfBagScore = outOfBagScore;
    }

    /// <inheritdoc/>
    public static string TypeName => "bagging-regression";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <summary>Gets the models.</summary>
    public IReadOnlyList<IRegressionModel> Members { get; }

    /// <inheritdoc/>
    public int MemberCount => Members.Count;

    /// <summary>Gets how well rows were predicted by the members that did not see them: the coefficient of determination; null if that was not asked for, or every row was seen by all.</summary>
    public double? OutOfBagScore { get; }

    /// <inheritdoc/>
    public static BaggingRegressionModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<IRegressionModel> members = state.ReadParts<IRegressionModel>("members");
        BaggedFeatures[] columns = BaggedFeatures.Load(state, members, features.Count);
        return new BaggingRegressionModel(features, members, columns, state.Contains("score") ? state.ReadDouble("score") : null);
    }

    /// <summary>Lists the features that a member reads.</summary>
    /// <param name="member">The zero-based number of the member.</param>
    /// <returns>Their zero-based numbers in rising order.</returns>
    public IReadOnlyList<int> FeaturesOf(int member) => _columns[member].All ? [.. Enumerable.Range(0, Features.Count)] : [.. _columns[member].Columns];

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, Features.Count);
        double sum = 0;
        for (int i = 0; i < _columns.Length; i++)
        {
            sum += _columns[i].Predict(Members[i], row);
        }

        return sum / _columns.Length;
    }

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<double> predictions, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(predictions, rows.Rows);
        double[] own = new double[rows.Rows];
        predictions.Clear();
        for (int i = 0; i < _columns.Length; i++)
        {
            Members[i].Predict(_columns[i].Of(rows), own, degree);
            for (int row = 0; row < own.Length; row++)
            {
                predictions[row] += own[row];
            }
        }

        foreach (ref double prediction in predictions)
        {
            prediction /= _columns.Length;
        }
    }

    /// <inheritdoc/>
    public PredictedSpread PredictSpread(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, Features.Count);
        MemberMoments moments = default;
        for (int i = 0; i < _columns.Length; i++)
        {
            moments.Add(_columns[i].Predict(Members[i], row));
        }

        return moments.Spread(_columns.Length);
    }

    /// <inheritdoc/>
    public void PredictSpread(Matrix rows, Span<PredictedSpread> spreads, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results<PredictedSpread>(spreads, rows.Rows);
        MemberMoments.Gather(_columns.Length, _columns.Length, spreads, [], (i, own) => Members[i].Predict(_columns[i].Of(rows), own, degree));
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("members", Members);
        BaggedFeatures.Save(state, _columns);
        if (OutOfBagScore is { } score)
        {
            state.Write("score", score);
        }
    }
}
