using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Solves least squares of several targets, with or without an L2 penalty: the features are multiplied and factored once.</summary>
internal sealed class SharedLeastSquares
{
    private const int MostFeatures = 8192;
    private const int LeastTargets = 64;
    private const int Block = 2048;

    // Rows of which deviations from the means are taken at a time, few enough for the nearer caches.
    private const int TileRows = 128;

    private readonly MultiTargetDataset _data;
    private readonly FitContext _context;
    private readonly double _penalty;
    private readonly bool _intercept;
    private readonly double[] _means;
    private readonly double[] _targetMeans;
    private readonly Matrix _coefficients;

    private SharedLeastSquares(MultiTargetDataset data, FitContext context, double penalty, bool intercept)
    {
        _data = data;
        _context = context;
        _penalty = penalty;
        _intercept = intercept;
        _means = new double[data.FeatureCount];
        _targetMeans = new double[data.TargetCount];
        _coefficients = new Matrix(data.TargetCount, data.FeatureCount);
    }

    /// <summary>Minimises <c>‖y − Xw − b‖² + penalty ‖w‖²</c> for each target.</summary>
    /// <returns>One model a target; null if the features depend on one another or are too many, so that each target must be solved alone.</returns>
    internal static LinearModel[]? Fit(MultiTargetDataset data, FitContext context, double penalty, bool intercept) =>
        data.FeatureCount <= Math.Min(MostFeatures, Math.Max(data.RowCount, 64)) ? new SharedLeastSquares(data, context, penalty, intercept).Fit() : null;

    private LinearModel[]? Fit()
    {
        Matrix products = Gather();
        double[] squares = LeastSquares.Diagonal(products);
        if (NormalEquations.Of(products, _penalty, hasRows: true, _context.Parallelism) is not { } equations)
        {
            return null;
        }

        Solve(equations);
        _context.Report(1, 1);
        return [.. Enumerable.Range(0, _data.TargetCount).Select(target =>
        {
            double[] own = _coefficients.Row(target).ToArray();
            return new LinearModel(_data.Schema, own, _intercept ? _targetMeans[target] - VectorKernels.Dot(_means, own) : 0, CoordinateDescent.Importances(own, squares));
        })];
    }

    /// <summary>Gathers the means, the products of features and targets in the place of the coefficients, and the products of the features, which are returned.</summary>
    private Matrix Gather()
    {
        Dataset rows = Dataset.WithoutTarget(_data.Features, _data.Schema).WithWeights(_data.Weights.IsEmpty ? null : _data.Weights.ToArray());
        Matrix? products = null;

        // The targets go through the rows with the features, but not so many at once that their products with each other would weigh.
        int most = Math.Max(LeastTargets, _data.FeatureCount);
        for (int start = 0; start < _data.TargetCount; start += most)
        {
            Matrix targets = _data.Targets.View(0, _data.RowCount, start, Math.Min(most, _data.TargetCount - start));
            GramMatrix gram = _context.Aggregate(_data.RowCount, (first, count) =>
            {
                var part = new GramMatrix(_data.FeatureCount, targets.Columns);
                part.Add(rows.Block(first, count), targets.RowRange(first, count));
                return part;
            });
            products ??= gram.Products(_intercept);
            for (int target = 0; target < targets.Columns; target++)
            {
                gram.TargetProducts(target, _intercept).CopyTo(_coefficients.Row(start + target));
            }

            if (_intercept)
            {
                gram.Means.CopyTo(_means);
                gram.TargetMeans.CopyTo(_targetMeans.AsSpan(start));
            }
        }

        return products!;
    }

    /// <summary>Solves for the coefficients, targets x features, in the place of the products of features and targets.</summary>
    private void Solve(NormalEquations equations)
    {
        var refinements = new Refinement[_coefficients.Rows];
        for (int target = 0; target < refinements.Length; target++)
        {
            refinements[target] = new Refinement(equations.Solve(_coefficients.Row(target)));
        }

        for (int round = 0; round < Refinement.MostRounds && !equations.IsWellConditioned && Array.Exists(refinements, one => one.GoesOn); round++)
        {
            _context.Checkpoint();
            Matrix corrections = Residual();
            for (int target = 0; target < refinements.Length; target++)
            {
                if (refinements[target].GoesOn && refinements[target].Accept(equations.Solve(corrections.Row(target))))
                {
                    VectorKernels.Axpy(1, corrections.Row(target), _coefficients.Row(target));
                }
            }
        }
    }

    /// <summary>Computes the products of the features with what coefficients leave of each target, less the penalty's share, targets x features.</summary>
    private Matrix Residual()
    {
        Matrix sums = ParallelLoop.Reduce(
            _data.RowCount,
            Block,
            _context.Parallelism,
            (first, count) =>
            {
                var part = new Matrix(_data.TargetCount, _data.FeatureCount);
                Matrix tile = new(TileRows, _data.FeatureCount), left = new(TileRows, _data.TargetCount);
                for (int at = first; at < first + count; at += TileRows)
                {
                    int rows = Math.Min(TileRows, first + count - at);
                    AddTile(at, tile.RowRange(0, rows), left.RowRange(0, rows), part);
                }

                return part;
            },
            (one, other) =>
            {
                VectorKernels.Axpy(1, other.AsSpan(), one.AsSpan());
                return one;
            },
            _context.Cancellation);
        VectorKernels.Axpy(-_penalty, _coefficients.AsSpan(), sums.AsSpan());
        return sums;
    }

    private void AddTile(int first, Matrix tile, Matrix left, Matrix sums)
    {
        for (int row = 0; row < tile.Rows; row++)
        {
            _data.Features.Row(first + row).CopyTo(tile.Row(row));
            VectorKernels.Axpy(-1, _means, tile.Row(row));
            _data.Targets.Row(first + row).CopyTo(left.Row(row));
            VectorKernels.Axpy(-1, _targetMeans, left.Row(row));
        }

        MatrixProduct.Multiply(tile, _coefficients, left, transposeB: true, alpha: -1, beta: 1);
        for (int row = 0; row < left.Rows && !_data.Weights.IsEmpty; row++)
        {
            VectorKernels.Scale(_data.Weights[first + row], left.Row(row));
        }

        MatrixProduct.Multiply(left, tile, sums, transposeA: true, beta: 1);
    }
}
