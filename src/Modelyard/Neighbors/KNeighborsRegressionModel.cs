using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Represents the training rows, of which the nearest give the prediction.</summary>
public sealed class KNeighborsRegressionModel : IRegressionModel, IPersistent<KNeighborsRegressionModel>
{
    private readonly NeighborIndex _index;
    private readonly double[] _target;
    private readonly int _count;
    private readonly NeighborWeighting _weights;

    internal KNeighborsRegressionModel(FeatureSchema features, NeighborIndex index, double[] target, int count, NeighborWeighting weights)
    {
        Features = features;
        _index = index;
        _target = target;
        _count = count;
        _weights = weights;
    }

    /// <inheritdoc/>
    public static string TypeName => "k-neighbors-regression";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public static KNeighborsRegressionModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        NeighborIndex index = NeighborState.Load(state, features);
        double[] target = state.ReadDoubles("target", index.RowCount);
        return Array.TrueForAll(target, double.IsFinite)
            ? new KNeighborsRegressionModel(features, index, target, state.ReadInt("neighbors", 1, index.RowCount), state.ReadEnum<NeighborWeighting>("weights"))
            : throw new ModelFormatException("The value 'target' of the model must hold finite numbers.");
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, Features.Count);
        using var found = new NeighborIndex.Found(_count);
        _index.Nearest(row, found.Neighbors, found.Distances);
        return Mean(found.Neighbors, found.Distances);
    }

    /// <inheritdoc/>
    public unsafe void Predict(Matrix rows, Span<double> predictions, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(predictions, rows.Rows);
        fixed (double* start = predictions)
        {
            double* output = start;
            _index.Nearest(rows, _count, degree, (query, neighbors, distances) => output[query] = Mean(neighbors, distances));
        }
    }

    /// <inheritdoc/>
    public unsafe void Predict(SparseMatrix rows, Span<double> predictions, int degree = 1)
    {
        NeighborState.CheckFeatures(rows, Features.Count);
        RowCheck.Results(predictions, rows.Rows);
        fixed (double* start = predictions)
        {
            double* output = start;
            _index.Nearest(rows, _count, degree, (query, neighbors, distances) => output[query] = Mean(neighbors, distances));
        }
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        NeighborState.Save(state, _index);
        state.Write("target", _target);
        state.Write("neighbors", _count);
        state.Write("weights", _weights.ToString());
    }

    private double Mean(ReadOnlySpan<int> neighbors, ReadOnlySpan<double> distances) =>
        NeighborVote.Mean(_weights, neighbors, distances, _target);
}
