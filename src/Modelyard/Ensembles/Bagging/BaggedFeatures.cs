using System.Buffers;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents the features that one member of a bag reads.</summary>
/// <param name="columns">The features in rising order; empty where the member reads all.</param>
internal readonly struct BaggedFeatures(int[] columns)
{
    internal int[] Columns => columns;

    internal bool All => columns.Length == 0;

    /// <summary>Takes the features out of data.</summary>
    internal Dataset Of(Dataset data)
    {
        FeatureSchema schema = data.Schema;
        return All ? data : data.WithFeatures(Of(data.Features), new FeatureSchema(columns.Select(column => schema[column])));
    }

    /// <summary>Takes the features out of rows.</summary>
    internal Matrix Of(Matrix rows)
    {
        if (All)
        {
            return rows;
        }

        var taken = new Matrix(rows.Rows, columns.Length);
        for (int row = 0; row < rows.Rows; row++)
        {
            Take(rows.Row(row), taken.Row(row));
        }

        return taken;
    }

    internal double Predict(IRegressionModel member, ReadOnlySpan<double> row)
    {
        if (All)
        {
            return member.Predict(row);
        }

        double[] rented = ArrayPool<double>.Shared.Rent(columns.Length);
        Span<double> taken = rented.AsSpan(0, columns.Length);
        Take(row, taken);
        double prediction = member.Predict(taken);
        ArrayPool<double>.Shared.Return(rented);
        return prediction;
    }

    internal void Predict(IClassificationModel member, ReadOnlySpan<double> row, Span<double> probabilities)
    {
        if (All)
        {
            member.PredictProbability(row, probabilities);
            return;
        }

        double[] rented = ArrayPool<double>.Shared.Rent(columns.Length);
        Span<double> taken = rented.AsSpan(0, columns.Length);
        Take(row, taken);
        member.PredictProbability(taken, probabilities);
        ArrayPool<double>.Shared.Return(rented);
    }

    internal static void Save(StateWriter state, BaggedFeatures[] features)
    {
        state.Write("widths", Array.ConvertAll(features, one => one.Columns.Length));
        state.Write("columns", features.SelectMany(one => one.Columns).ToArray());
    }

    internal static BaggedFeatures[] Load(StateReader state, IReadOnlyList<IPredictiveModel> members, int featureCount)
    {
        int[] widths = state.ReadInts("widths", members.Count), all = state.ReadInts("columns");
        bool fits = members.Count > 0 && widths.All(width => width >= 0 && width <= featureCount) && widths.Sum(width => (long)width) == all.Length
            && all.All(column => (uint)column < (uint)featureCount)
            && members.Select((member, i) => member.Features.Count == (widths[i] == 0 ? featureCount : widths[i])).All(same => same);
        if (!fits)
        {
            throw new ModelFormatException($"The bag must have one or more members, each of which reads some of its '{featureCount}' features.");
        }

        var features = new BaggedFeatures[widths.Length];
        int first = 0;
        for (int i = 0; i < widths.Length; i++)
        {
            features[i] = new BaggedFeatures(all[first..(first + widths[i])]);
            first += widths[i];
        }

        return features;
    }

    private void Take(ReadOnlySpan<double> row, Span<double> taken)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            taken[i] = row[columns[i]];
        }
    }
}
