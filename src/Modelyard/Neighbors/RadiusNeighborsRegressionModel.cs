using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Represents the training rows, of which those within a radius give the prediction.</summary>
public sealed class RadiusNeighborsRegressionModel : IRegressionModel, IPersistent<RadiusNeighborsRegressionModel>
{
    private readonly NeighborIndex _index;
    private readonly double[] _target;
    private readonly double _mean;
    private readonly double _radius;
    private readonly NeighborWeighting _weights;

    internal RadiusNeighborsRegressionModel(FeatureSchema features, NeighborIndex index, double[] target, double radius, NeighborWeighting weights)
    {
        Features = features;
        _index = index;
        _target = target;
        _mean = VectorKernels.Sum(target) / target.Length;
        _radius = radius;
        _weights = weights;
    }

    /// <inheritdoc/>
    public static string TypeName => "radius-neighbors-regression";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public static RadiusNeighborsRegressionModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        NeighborIndex index = NeighborState.Load(state, features);
        double[] target = state.ReadDoubles("target", index.RowCount);
        return Array.TrueForAll(target, double.IsFinite)
            ? new RadiusNeighborsRegressionModel(features, index, target, NeighborState.LoadRadius(state), state.ReadEnum<NeighborWeighting>("weights"))
            : throw new ModelFormatException("The value 'target' of the model must hold finite numbers.");
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, Features.Count);
        var found = new RadiusList(_index.Distance, _radius);
        try
        {
            _index.Within(row, ref found);
            found.Sort();
            return Mean(found.Indexes, found.Distances);
        }
        finally
        {
            found.Dispose();
        }
    }

    /// <inheritdoc/>
    public unsafe void Predict(Matrix rows, Span<double> predictions, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(predictions, rows.Rows);
        fixed (double* start = predictions)
        {
            double* output = start;
            _index.Within(rows, _radius, degree, (query, neighbors, distances) => output[query] = Mean(neighbors, distances));
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
            _index.Within(rows, _radius, degree, (query, neighbors, distances) => output[query] = Mean(neighbors, distances));
        }
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        NeighborState.Save(state, _index);
        state.Write("target", _target);
        state.Write("radius", _radius);
        state.Write("weights", _weights.ToString());
    }

    private double Mean(ReadOnlySpan<int> neighbors, ReadOnlySpan<double> distances) =>
        neighbors.IsEmpty ? _mean : NeighborVote.Mean(_weights, neighbors, distances, _target);
}
