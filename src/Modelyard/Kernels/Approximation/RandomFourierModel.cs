using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Approximation;

/// <summary>Represents waves along random directions.</summary>
public sealed class RandomFourierModel : ITransformModel, IPersistent<RandomFourierModel>
{
    private const int Block = 128;

    private readonly Matrix _directions;
    private readonly double[] _offsets;
    private readonly double _height;

    internal RandomFourierModel(FeatureSchema features, Matrix directions, double[] offsets)
    {
        Features = features;
        _directions = directions;
        _offsets = offsets;
        _height = Math.Sqrt(2.0 / offsets.Length);
        Outputs = new FeatureSchema(Enumerable.Range(0, offsets.Length).Select(i => new Feature($"fourier{i}")));
    }

    /// <inheritdoc/>
    public static string TypeName => "random-fourier-features";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs { get; }

    /// <summary>Gets the directions, components x features.</summary>
    public Matrix Directions => _directions.Copy();

    /// <summary>Gets the offset of each wave, from 0 to 2π.</summary>
    public ReadOnlySpan<double> Offsets => _offsets;

    /// <inheritdoc/>
    public static RandomFourierModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        Matrix directions = state.ReadMatrix("directions", -1, features.Count);
        double[] offsets = state.ReadDoubles("offsets", directions.Rows);
        return offsets.Length > 0 && KernelState.AreFinite(directions) && KernelState.AreFinite(offsets)
            ? new RandomFourierModel(features, directions, offsets)
            : throw new ModelFormatException("The numbers of random Fourier features must be finite, and there must be one direction or more.");
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(result, Outputs.Count);
        for (int component = 0; component < result.Length; component++)
        {
            result[component] = _height * Math.Cos(VectorKernels.Dot(row, _directions.Row(component)) + _offsets[component]);
        }
    }

    /// <inheritdoc/>
    public Matrix Transform(SparseMatrix rows, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Columns != Features.Count)
        {
            throw new ArgumentException($"The rows have '{rows.Columns}' features and the model reads '{Features.Count}'.", nameof(rows));
        }

        var result = new Matrix(rows.Rows, Outputs.Count);
        ParallelLoop.Blocks(rows.Rows, Block, degree, (first, count) =>
        {
            for (int row = first; row < first + count; row++)
            {
                for (int component = 0; component < Outputs.Count; component++)
                {
                    result[row, component] = _height * Math.Cos(rows.Row(row).Dot(_directions.Row(component)) + _offsets[component]);
                }
            }
        });
        return result;
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("directions", _directions);
        state.Write("offsets", _offsets);
    }
}
