using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Represents the training rows, of which the nearest vote for the class.</summary>
public sealed class KNeighborsClassificationModel : IClassificationModel, IPersistent<KNeighborsClassificationModel>
{
    private readonly NeighborIndex _index;
    private readonly int[] _labels;
    private readonly int _count;
    private readonly NeighborWeighting _weights;

    internal KNeighborsClassificationModel(
        FeatureSchema features, IReadOnlyList<string> classes, NeighborIndex index, int[] labels, int count, NeighborWeighting weights)
    {
        Features = features;
        Classes = classes;
        _index = index;
        _labels = labels;
        _count = count;
        _weights = weights;
    }

    /// <inheritdoc/>
    public static string TypeName => "k-neighbors-classification";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public static KNeighborsClassificationModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        NeighborIndex index = NeighborState.Load(state, features);
        int[] labels = state.ReadInts("labels", index.RowCount);
        return Array.TrueForAll(labels, label => (uint)label < (uint)classes.Count)
            ? new KNeighborsClassificationModel(
                features, classes, index, labels, state.ReadInt("neighbors", 1, index.RowCount), state.ReadEnum<NeighborWeighting>("weights"))
            : throw new ModelFormatException("The value 'labels' of the model must hold numbers of classes.");
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(probabilities, Classes.Count);
        using var found = new NeighborIndex.Found(_count);
        _index.Nearest(row, found.Neighbors, found.Distances);
        Vote(found.Neighbors, found.Distances, probabilities);
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        _index.Nearest(rows, _count, degree, (query, neighbors, distances) => Vote(neighbors, distances, probabilities.Row(query)));
    }

    /// <inheritdoc/>
    public void PredictProbability(SparseMatrix rows, Matrix probabilities, int degree = 1)
    {
        NeighborState.CheckFeatures(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        _index.Nearest(rows, _count, degree, (query, neighbors, distances) => Vote(neighbors, distances, probabilities.Row(query)));
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        NeighborState.Save(state, _index);
        state.Write("labels", _labels);
        state.Write("neighbors", _count);
        state.Write("weights", _weights.ToString());
    }

    private void Vote(ReadOnlySpan<int> neighbors, ReadOnlySpan<double> distances, Span<double> probabilities) =>
        NeighborVote.Shares(_weights, neighbors, distances, _labels, probabilities);
}
