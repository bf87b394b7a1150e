using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Represents the training rows, of which those within a radius vote for the class.</summary>
public sealed class RadiusNeighborsClassificationModel : IClassificationModel, IPersistent<RadiusNeighborsClassificationModel>
{
    private readonly NeighborIndex _index;
    private readonly int[] _labels;
    private readonly double[] _shares;
    private readonly double _radius;
    private readonly NeighborWeighting _weights;

    internal RadiusNeighborsClassificationModel(
        FeatureSchema features, IReadOnlyList<string> classes, NeighborIndex index, int[] labels, double radius, NeighborWeighting weights)
    {
        Features = features;
        Classes = classes;
        _index = index;
        _labels = labels;
        _radius = radius;
        _weights = weights;
        _shares = new double[classes.Count];
        foreach (int label in labels)
        {
            _shares[label] += 1.0 / labels.Length;
        }
    }

    /// <inheritdoc/>
    public static string TypeName => "radius-neighbors-classification";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public static RadiusNeighborsClassificationModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        NeighborIndex index = NeighborState.Load(state, features);
        int[] labels = state.ReadInts("labels", index.RowCount);
        return Array.TrueForAll(labels, label => (uint)label < (uint)classes.Count)
            ? new RadiusNeighborsClassificationModel(features, classes, index, labels, NeighborState.LoadRadius(state), state.ReadEnum<NeighborWeighting>("weights"))
            : throw new ModelFormatException("The value 'labels' of the model must hold numbers of classes.");
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(probabilities, Classes.Count);
        var found = new RadiusList(_index.Distance, _radius);
        try
        {
            _index.Within(row, ref found);
            found.Sort();
            Vote(found.Indexes, found.Distances, probabilities);
        }
        finally
        {
            found.Dispose();
        }
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        _index.Within(rows, _radius, degree, (query, neighbors, distances) => Vote(neighbors, distances, probabilities.Row(query)));
    }

    /// <inheritdoc/>
    public void PredictProbability(SparseMatrix rows, Matrix probabilities, int degree = 1)
    {
        NeighborState.CheckFeatures(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        _index.Within(rows, _radius, degree, (query, neighbors, distances) => Vote(neighbors, distances, probabilities.Row(query)));
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        NeighborState.Save(state, _index);
        state.Write("labels", _labels);
        state.Write("radius", _radius);
        state.Write("weights", _weights.ToString());
    }

    private void Vote(ReadOnlySpan<int> neighbors, ReadOnlySpan<double> distances, Span<double> probabilities)
    {
        if (neighbors.IsEmpty)
        {
            _shares.CopyTo(probabilities);
            return;
        }

        NeighborVote.Shares(_weights, neighbors, distances, _labels, probabilities);
    }
}
