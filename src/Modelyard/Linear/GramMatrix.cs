using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents the weighted means, squares and products of features and target: all that a least-squares fit needs of its data.</summary>
/// <remarks>
/// Products are of deviations from the means. Each small tile of rows is centred about its own means before it is multiplied, and
/// tiles are merged pairwise, so that nothing cancels. Source: Chan, Golub and LeVeque (1983), The American Statistician 37(3).
/// The same statistic gives ordinary least squares, ridge, lasso, principal components and the tables of inference.
/// </remarks>
public sealed class GramMatrix : IMergeable<GramMatrix>
{
    private const int Lanes = 4;
    private const int RowsAtOnce = 4;
    private const int TileElements = 16384;

    // Beyond this the products do not stay in the first cache while rows stream by, and packed panels win.
    private const int MostStreamed = 64;
    private const int PackedElements = 1 << 16;
    private const int LeastPackedRows = 256;

    private readonly int _targets;
    private readonly int _size;
    private readonly int _stride;
    private readonly double[] _means;
    private readonly double[] _products;

    /// <summary>Initializes a statistic that has seen nothing.</summary>
    /// <param name="featureCount">The number of features.</param>
    /// <param name="hasTarget">True to take in the target of a regression too.</param>
    public GramMatrix(int featureCount, bool hasTarget = true)
        : this(featureCount, hasTarget ? 1 : 0)
    {
    }

    /// <summary>Initializes a statistic of several targets that has seen nothing.</summary>
    internal GramMatrix(int featureCount, int targets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(featureCount);
        FeatureCount = featureCount;
        _targets = targets;
        _size = featureCount + targets;
        _stride = (_size + Lanes - 1) / Lanes * Lanes;
        _means = new double[_size];

        // Written at once: memory that is read before it is written costs two page faults instead of one (ridge_targets_mnist).
        _products = GC.AllocateUninitializedArray<double>(_size * _stride);
        _products.AsSpan().Clear();
    }

    /// <summary>Gets the number of features.</summary>
    public int FeatureCount { get; }

    /// <summary>Gets the number of rows with a weight above 0.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the sum of the weights.</summary>
    public double Weight { get; private set; }

    /// <summary>Gets the weighted mean of each feature.</summary>
    public ReadOnlySpan<double> Means => _means.AsSpan(0, FeatureCount);

    /// <summary>Gets the weighted mean of the target; 0 without one.</summary>
    public double TargetMean => _targets > 0 ? _means[FeatureCount] : 0;

    /// <summary>Gets the weighted mean of each target.</summary>
    internal ReadOnlySpan<double> TargetMeans => _means.AsSpan(FeatureCount);

    /// <summary>Gets the weighted sum of squared deviations of the target from its mean; 0 without one.</summary>
    public double TargetSquares => _targets > 0 ? _products[(FeatureCount * _stride) + FeatureCount] : 0;

    /// <summary>Creates the weighted sums of products of the features.</summary>
    /// <param name="centred">True for deviations from the means, false for the features as they are.</param>
    /// <returns>A new symmetric matrix, features x features.</returns>
    public Matrix Products(bool centred = true)
    {
        var products = new Matrix(FeatureCount, FeatureCount);
        for (int i = 0; i < FeatureCount; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                products[i, j] = products[j, i] = Product(i, j, centred);
            }
        }

        return products;
    }

    /// <summary>Creates the weighted sums of products of each feature and the target.</summary>
    /// <param name="centred">True for deviations from the means, false for the values as they are.</param>
    /// <returns>One sum a feature.</returns>
    /// <exception cref="InvalidOperationException">The statistic does not take in a target.</exception>
    public double[] TargetProducts(bool centred = true)
    {
        if (_targets == 0)
        {
            throw new InvalidOperationException("The statistic was made without a target.");
        }

        return TargetProducts(0, centred);
    }

    /// <summary>Creates the weighted sums of products of each feature and one of the targets.</summary>
    internal double[] TargetProducts(int target, bool centred)
    {
        double[] products = new double[FeatureCount];
        for (int i = 0; i < FeatureCount; i++)
        {
            products[i] = Product(FeatureCount + target, i, centred);
        }

        return products;
    }

    /// <inheritdoc/>
    public GramMatrix Empty() => new(FeatureCount, _targets);

    /// <inheritdoc/>
    public void Add(DataBlock block) => Add(block, null);

    /// <summary>Takes in rows whose targets, one or several, stand in a matrix of their own; null for the block's target.</summary>
    internal void Add(DataBlock block, Matrix? targets)
    {
        int columns = block.IsSparse ? block.SparseFeatures.Columns : block.Features.Columns;
        if (columns != FeatureCount)
        {
            throw new ArgumentException($"The block has '{columns}' features and must have '{FeatureCount}'.", nameof(block));
        }

        bool packed = _stride > MostStreamed;
        int tileRows = packed ? Math.Max(LeastPackedRows, PackedElements / _stride) : Math.Max(RowsAtOnce, TileElements / Math.Max(1, _stride) / RowsAtOnce * RowsAtOnce);
        using var tile = new ScratchBuffer(Math.Min(tileRows, block.RowCount + RowsAtOnce) * _stride);
        using var products = new ScratchBuffer(packed ? _stride * _stride : 0);
        products.Span.Clear();
        double[] means = new double[_stride];
        for (int first = 0; first < block.RowCount; first += tileRows)
        {
            ParallelLoop.Check();
            AddTile(block, targets, first, Math.Min(tileRows, block.RowCount - first), tile.Span, means, products.Span);
        }

        for (int i = 0; i < _size && packed; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                _products[(i * _stride) + j] += products.Span[(j * _stride) + i];
            }
        }
    }

    /// <inheritdoc/>
    public void Merge(GramMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._size != _size)
        {
            throw new ArgumentException($"The other statistic is of '{other._size}' columns and must be of '{_size}'.", nameof(other));
        }

        if (other.Weight == 0)
        {
            return;
        }

        Combine(other._means, other.Weight, other.Count);
        for (int i = 0; i < _products.Length; i++)
        {
            _products[i] += other._products[i];
        }
    }

    private double Product(int i, int j, bool centred) => _products[(i * _stride) + j] + (centred ? 0 : Weight * _means[i] * _means[j]);

    /// <summary>Takes in a tile of rows.</summary>
    /// <param name="block">The rows.</param>
    /// <param name="targets">Their targets; null for the block's target.</param>
    /// <param name="first">The first row of the tile.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="tile">Memory for the deviations.</param>
    /// <param name="means">Memory for the means of the tile.</param>
    /// <param name="products">The upper triangle that products are added to; empty for the statistic's own lower one.</param>
    private void AddTile(DataBlock block, Matrix? targets, int first, int count, Span<double> tile, Span<double> means, Span<double> products)
    {
        means.Clear();
        double total = 0;
        int kept = 0;
        for (int row = first; row < first + count; row++)
        {
            double weight = block.Weight(row);
            if (weight == 0)
            {
                continue;
            }

            Span<double> copy = tile.Slice(_stride * kept++, _stride);
            if (block.IsSparse)
            {
                block.SparseFeatures.Row(row).CopyTo(copy);
            }
            else
            {
                block.Features.Row(row).CopyTo(copy);
            }

            if (targets is not null)
            {
                targets.Row(row).CopyTo(copy[FeatureCount..]);
            }
            else if (_targets > 0)
            {
                copy[FeatureCount] = block.Target[row];
            }

            copy[_size..].Clear();
            total += weight;
            VectorKernels.Axpy(weight, copy, means);
        }

        if (kept == 0)
        {
            return;
        }

        for (int i = 0; i < means.Length; i++)
        {
            means[i] /= total;
        }

        int at = 0;
        for (int row = first; row < first + count; row++)
        {
            double weight = block.Weight(row);
            if (weight > 0)
            {
                Centre(tile.Slice(_stride * at++, _stride), means, weight == 1 ? 1 : Math.Sqrt(weight));
            }
        }

        Combine(means[.._size], total, kept);
        if (!products.IsEmpty)
        {
            MatrixProduct.AddGramTriangle(tile[..(kept * _stride)], _stride, products);
            return;
        }

        int padded = (kept + RowsAtOnce - 1) / RowsAtOnce * RowsAtOnce;
        tile[(kept * _stride)..(padded * _stride)].Clear();
        Multiply(tile[..(padded * _stride)]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Centre(Span<double> row, ReadOnlySpan<double> means, double scale)
    {
        for (int i = 0; i < row.Length; i += Lanes)
        {
            ((Vector256.Create<double>(row[i..]) - Vector256.Create(means[i..])) * scale).CopyTo(row[i..]);
        }
    }

    /// <summary>Takes in the means of other rows; their centred products are added apart.</summary>
    private void Combine(ReadOnlySpan<double> means, double weight, long count)
    {
        double total = Weight + weight;
        double factor = Weight * weight / total;
        Span<double> differences = stackalloc double[_size <= 512 ? _size : 0];
        differences = _size <= 512 ? differences : new double[_size];
        for (int i = 0; i < _size; i++)
        {
            differences[i] = means[i] - _means[i];
        }

        for (int i = 0; i < _size && factor > 0; i++)
        {
            VectorKernels.Axpy(factor * differences[i], differences[..(i + 1)], _products.AsSpan(i * _stride, i + 1));
        }

        for (int i = 0; i < _size; i++)
        {
            _means[i] += differences[i] * (weight / total);
        }

        Weight = total;
        Count += count;
    }

    /// <summary>Adds the products of the tile's columns to the lower triangle, four rows at a time so that each product is loaded once for four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(ReadOnlySpan<double> tile)
    {
        ref double products = ref MemoryMarshal.GetArrayDataReference(_products);
        ref double start = ref MemoryMarshal.GetReference(tile);
        int step = RowsAtOnce * _stride;
        for (int at = 0; at < tile.Length; at += step)
        {
            ref double row0 = ref Unsafe.Add(ref start, at);
            ref double row1 = ref Unsafe.Add(ref row0, _stride);
            ref double row2 = ref Unsafe.Add(ref row1, _stride);
            ref double row3 = ref Unsafe.Add(ref row2, _stride);
            for (int i = 0; i < _size; i++)
            {
                Vector256<double> a0 = Vector256.Create(Unsafe.Add(ref row0, i));
                Vector256<double> a1 = Vector256.Create(Unsafe.Add(ref row1, i));
                Vector256<double> a2 = Vector256.Create(Unsafe.Add(ref row2, i));
                Vector256<double> a3 = Vector256.Create(Unsafe.Add(ref row3, i));
                nuint line = (nuint)(i * _stride);
                for (nuint j = 0; j <= (nuint)i; j += Lanes)
                {
                    Vector256<double> sum = Vector256.LoadUnsafe(ref products, line + j);
                    sum = Vector256.FusedMultiplyAdd(a0, Vector256.LoadUnsafe(ref row0, j), sum);
                    sum = Vector256.FusedMultiplyAdd(a1, Vector256.LoadUnsafe(ref row1, j), sum);
                    sum = Vector256.FusedMultiplyAdd(a2, Vector256.LoadUnsafe(ref row2, j), sum);
                    sum = Vector256.FusedMultiplyAdd(a3, Vector256.LoadUnsafe(ref row3, j), sum);
                    sum.StoreUnsafe(ref products, line + j);
                }
            }
        }
    }
}
