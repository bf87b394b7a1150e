using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Decomposition;

/// <summary>Represents the projection of rows on a few orthonormal directions.</summary>
public sealed class TruncatedSvdModel : ITransformModel, IPersistent<TruncatedSvdModel>
{
    private const int Block = 256;

    private readonly Matrix _directions;
    private readonly double[] _values;
    private readonly double[] _shares;

    internal TruncatedSvdModel(FeatureSchema features, Matrix directions, double[] values, double[] shares)
    {
        Features = features;
        _directions = directions;
        _values = values;
        _shares = shares;
        Outputs = new FeatureSchema(Enumerable.Range(0, directions.Columns).Select(i => new Feature($"svd{i}")));
    }

    /// <inheritdoc/>
    public static string TypeName => "truncated-svd";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs { get; }

    /// <summary>Gets the directions, components x features, orthonormal; the largest element of each is positive.</summary>
    public Matrix Components => _directions.Transpose();

    /// <summary>Gets the singular value of each direction, in descending order.</summary>
    public ReadOnlySpan<double> SingularValues => _values;

    /// <summary>Gets the share of each direction in the variance of all features, from 0 to 1; as features are not centred, the first need not have the most.</summary>
    public ReadOnlySpan<double> ExplainedVarianceRatio => _shares;

    /// <inheritdoc/>
    public static TruncatedSvdModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        double[] values = state.ReadDoubles("values");
        double[] shares = state.ReadDoubles("shares", values.Length);
        Matrix directions = state.ReadMatrix("directions", features.Count, values.Length);
        foreach (ReadOnlySpan<double> numbers in (Span<double[]>)[values, shares, directions.AsSpan().ToArray()])
        {
            if (numbers.IndexOfAnyExceptInRange(double.MinValue, double.MaxValue) >= 0)
            {
                throw new ModelFormatException("The numbers of a truncated singular value decomposition must be finite.");
            }
        }

        return new TruncatedSvdModel(features, directions, values, shares);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("values", _values);
        state.Write("shares", _shares);
        state.Write("directions", _directions);
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(result, Outputs.Count);
        result.Clear();
        for (int j = 0; j < row.Length; j++)
        {
            if (row[j] != 0)
            {
                VectorKernels.Axpy(row[j], _directions.Row(j), result);
            }
        }
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
            for (int row = first; row < first + count; row++)
            {
                Transform(rows.Row(row), result.Row(row));
            }
        });
    }

    /// <inheritdoc/>
    public Matrix Transform(SparseMatrix rows, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        Matrix result = Matrix.Uninitialized(rows.Rows, Outputs.Count);
        SparseProduct.Multiply(rows, _directions, result, degree);
        return result;
    }
}
