using Modelyard.Kernels.Similarity;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Approximation;

/// <summary>Represents similarities to some training rows, freed of how alike those are to one another.</summary>
public sealed class NystroemModel : ITransformModel, IPersistent<NystroemModel>
{
    private const int Block = 64;

    private readonly ComparedRows _rows;
    private readonly Matrix _root;

    // The rows of the root as scores: a tile of rows is multiplied at once, to the bit as each alone (nystroem_letters).
    private readonly ScoreWeights _mix;

    internal NystroemModel(FeatureSchema features, ComparedRows rows, Matrix root)
    {
        Features = features;
        _rows = rows;
        _root = root;
        _mix = new ScoreWeights(root, new double[rows.Count]);
        Outputs = new FeatureSchema(Enumerable.Range(0, rows.Count).Select(i => new Feature($"nystroem{i}")));
    }

    /// <inheritdoc/>
    public static string TypeName => "nystroem";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs { get; }

    /// <summary>Gets the training rows that are compared with, components x features; without columns where the kernel is precomputed.</summary>
    public Matrix Components => _rows.ToMatrix();

    /// <inheritdoc/>
    public static NystroemModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        ComparedRows rows = ComparedRows.Load(state, features);
        Matrix root = state.ReadMatrix("inverseRoot", rows.Count, rows.Count);
        return rows.Count > 0 && KernelState.AreFinite(root)
            ? new NystroemModel(features, rows, root)
            : throw new ModelFormatException("The numbers of a Nyström transformation must be finite, and there must be one component or more.");
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(result, Outputs.Count);
        using var similarities = new ScratchBuffer(_rows.Count);
        _rows.Compare(row, similarities.Span);
        _mix.Score(similarities.Span, result);
    }

    /// <inheritdoc/>
    public Matrix Transform(Matrix rows, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Matrix result = Matrix.Uninitialized(rows.Rows, Outputs.Count);
        Transform(rows, result, degree);
        return result;
    }

    /// <inheritdoc/>
    public void Transform(Matrix rows, Matrix result, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(result, rows.Rows, Outputs.Count);
        ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
        {
            var similarities = new Matrix(count, _rows.Count);
            _rows.Compare(rows, first, similarities);
            _mix.Score(similarities, 1, (row, sums) => sums[..Outputs.Count].CopyTo(result.Row(first + row)));
        });
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("inverseRoot", _root);
        _rows.Save(state);
    }
}
