using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Represents consecutive rows of data: what a mergeable statistic takes in at a time.</summary>
/// <param name="features">The features, rows x features.</param>
/// <param name="target">The target of a regression, or empty.</param>
/// <param name="labels">The classes, or empty.</param>
/// <param name="weights">The weights, or empty if every row weighs 1.</param>
public readonly ref struct DataBlock(Matrix features, ReadOnlySpan<double> target, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights)
{
    /// <summary>Gets the features, rows x features.</summary>
    public Matrix Features { get; } = features;

    /// <summary>Gets the target of a regression, or an empty span.</summary>
    public ReadOnlySpan<double> Target { get; } = target;

    /// <summary>Gets the class of each row, or an empty span.</summary>
    public ReadOnlySpan<int> Labels { get; } = labels;

    /// <summary>Gets the weight of each row, or an empty span if every row weighs 1.</summary>
    public ReadOnlySpan<double> Weights { get; } = weights;

    /// <summary>Gets the number of rows.</summary>
    public int RowCount => Features.Rows;

    /// <summary>Gets the weight of one row.</summary>
    /// <param name="row">The zero-based row within the block.</param>
    /// <returns>The weight; 1 where the data carries none.</returns>
    public double Weight(int row) => Weights.IsEmpty ? 1 : Weights[row];
}
