using System.Buffers;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents the mean of what models predict that learned from rows and features of their own.</summary>
public sealed class BaggingClassificationModel : IUncertaintyModel, IPersistent<BaggingClassificationModel>
{
    private readonly BaggedFeatures[] _columns;

    internal BaggingClassificationModel(FeatureSchema features, IReadOnlyList<IClassificationModel> members, BaggedFeatures[] columns, double? outOfBagScore)
    {
        Features = features;
        Members = members;
        _columns = columns;
        OutOfBagScore = outOfBagScore;
    }

    /// <inheritdoc/>
    public static string TypeName => "bagging-classification";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => Members[0].Classes;

    /// <summary>Gets the models.</summary>
    public IReadOnlyList<IClassificationModel> Members { get; }

    /// <inheritdoc/>
    public int MemberCount => Members.Count;

    /// <summary>Gets how well rows were predicted by the members that did not see them: the weighted share of right classes; null if that was not asked for, or every row was seen by all.</summary>
    public double? OutOfBagScore { get; }

    /// <inheritdoc/>
    public static BaggingClassificationModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<IClassificationModel> members = state.ReadParts<IClassificationModel>("members");
        BaggedFeatures[] columns = BaggedFeatures.Load(state, members, features.Count);
        if (members.Any(member => !member.Classes.SequenceEqual(members[0].Classes, StringComparer.Ordinal)))
        {
            throw new ModelFormatException("The members of the bag must have the same classes in the same order.");
        }

        return new BaggingClassificationModel(features, members, columns, state.Contains("score") ? state.ReadDouble("score") : null);
    }

    /// <summary>Lists the features that a member reads.</summary>
    /// <param name="member">The zero-based number of the member.</param>
    /// <returns>Their zero-based numbers in rising order.</returns>
    public IReadOnlyList<int> FeaturesOf(int member) => _columns[member].All ? [.. Enumerable.Range(0, Features.Count)] : [.. _columns[member].Columns];

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities) => Average(row, probabilities, withEntropies: false);

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1) => Average(rows, probabilities, [], degree);

    /// <inheritdoc/>
    public PredictedUncertainty PredictUncertainty(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        double entropy = Average(row, probabilities, withEntropies: true);
        return PredictedUncertainty.Of(probabilities, entropy, MemberCount);
    }

    /// <inheritdoc/>
    public void PredictUncertainty(Matrix rows, Matrix probabilities, Span<PredictedUncertainty> uncertainties, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results<PredictedUncertainty>(probabilities, uncertainties, rows.Rows, Classes.Count);
        double[] entropies = new double[rows.Rows];
        Average(rows, probabilities, entropies, degree);
        PredictedUncertainty.Of(probabilities, entropies, MemberCount, uncertainties);
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

    /// <summary>Averages what the members give one row.</summary>
    /// <returns>The mean of the entropies; 0 if it is not asked for.</returns>
    private double Average(ReadOnlySpan<double> row, Span<double> probabilities, bool withEntropies)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(probabilities, Classes.Count);
        double[] rented = ArrayPool<double>.Shared.Rent(Classes.Count);
        Span<double> own = rented.AsSpan(0, Classes.Count);
        probabilities.Clear();
        double entropy = 0;
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i].Predict(Members[i], row, own);
            Add(own, probabilities);
            entropy += withEntropies ? PredictedUncertainty.Entropy(own) / _columns.Length : 0;
        }

        ArrayPool<double>.Shared.Return(rented);
        return entropy;
    }

    /// <summary>Averages what the members give many rows, and their entropies if there is room for them.</summary>
    private void Average(Matrix rows, Matrix probabilities, Span<double> entropies, int degree)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        var own = new Matrix(rows.Rows, Classes.Count);
        for (int i = 0; i < _columns.Length; i++)
        {
            Members[i].PredictProbability(_columns[i].Of(rows), own, degree);
            for (int row = 0; row < rows.Rows; row++)
            {
                Span<double> sum = probabilities.Row(row);
                if (i == 0)
                {
                    sum.Clear();
                }

                Add(own.Row(row), sum);
                if (!entropies.IsEmpty)
                {
                    entropies[row] += PredictedUncertainty.Entropy(own.Row(row)) / _columns.Length;
                }
            }
        }
    }

    private void Add(ReadOnlySpan<double> own, Span<double> sum)
    {
        for (int k = 0; k < own.Length; k++)
        {
            sum[k] += own[k] / _columns.Length;
        }
    }
}
