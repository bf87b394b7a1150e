using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Represents consecutive rows of data: what a mergeable statistic takes in at a time.</summary>
/// <param name="features">The features, rows x features; null if they are sparse.</param>
/// <param name="sparse">The sparse features, rows x features; null if they are dense.</param>
/// <param name="target">The target of a regression, or empty.</param>
/// <param name="labels">The classes, or empty.</param>
/// <param name="weights">The weights, or empty if every row weighs 1.</param>
public readonly ref struct DataBlock(Matrix? features, SparseMatrix? sparse, ReadOnlySpan<double> target, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights)
{
    /// <summary>Gets the features, rows x features.</summary>
    /// <exception cref="InvalidOperationException">The features are sparse.</exception>
    public Matrix Features => features ?? throw new InvalidOperationException("The features are sparse; read 'SparseFeatures'.");

    /// <summary>Gets the sparse features, rows x features.</summary>
    /// <exception cref="InvalidOperationException">The features are dense.</exception>
    public SparseMatrix SparseFeatures => sparse ?? throw new InvalidOperationException("The features are dense; read 'Features'.");

    /// <summary>Gets a value indicating whether the features are sparse.</summary>
    public bool IsSparse => sparse is not null;

    /// <summary>Gets the target of a regression, or an empty span.</summary>
    public ReadOnlySpan<double> Target { get; } = target;

    /// <summary>Gets the class of each row, or an empty span.</summary>
    public ReadOnlySpan<int> Labels { get; } = labels;

    /// <summary>Gets the weight of each row, or an empty span if every row weighs 1.</summary>
    public ReadOnlySpan<double> Weights { get; } = weights;

    /// <summary>Gets the number of rows.</summary>
    public int RowCount => features?.Rows ?? sparse!.Rows;

    /// <summary>Gets the weight of one row.</summary>
    /// <param name="row">The zero-based row within the block.</param>
    /// <returns>The weight; 1 where the data carries none.</returns>
    public double Weight(int row) => Weights.IsEmpty ? 1 : Weights[row];
}
