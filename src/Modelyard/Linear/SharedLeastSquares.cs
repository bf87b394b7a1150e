using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Solves least squares of several targets, with or without an L2 penalty: the features are multiplied and factored once.</summary>
internal sealed class SharedLeastSquares
{
    private const int MostFeatures = 8192;
    private const int Block = 2048;

    // Rows of which deviations from the means are taken at a time, few enough for the nearer caches.
    private const int TileRows = 128;

    private readonly MultiTargetDataset _data;
    private readonly FitContext _context;
    private readonly double _penalty;
    private readonly double[] _means;
    private readonly double[] _targetMeans;

    private SharedLeastSquares(MultiTargetDataset data, FitContext context, double penalty, double[] means, double[] targetMeans)
    {
        _data = data;
        _context = context;
        _penalty = penalty;
        _means = means;
        _targetMeans = targetMeans;
    }

    /// <summary>Minimises <c>‖y − Xw − b‖² + penalty ‖w‖²</c> for each target.</summary>
    /// <returns>One model a target; null if the features depend on one another or are too many, so that each target must be solved alone.</returns>
    internal static LinearModel[]? Fit(MultiTargetDataset data, FitContext context, double penalty, bool intercept)
    {
        if (data.FeatureCount > Math.Min(MostFeatures, Math.Max(data.RowCount, 64)))
        {
            return null;
        }

        Dataset rows = Dataset.WithoutTarget(data.Features, data.Schema).WithWeights(data.Weights.IsEmpty ? null : data.Weights.ToArray());
        GramMatrix gram = context.Aggregate(rows, new GramMatrix(data.FeatureCount, hasTarget: false));
        Matrix products = gram.Products(intercept);
        double[] squares = LeastSquares.Diagonal(products);
        if (NormalEquations.Of(products, penalty, hasRows: true, context.Parallelism) is not { } equations)
        {
            return null;
        }

        double[] means = intercept ? gram.Means.ToArray() : new double[data.FeatureCount];
        double[] targetMeans = intercept ? TargetMeans(data) : new double[data.TargetCount];
        Matrix coefficients = new SharedLeastSquares(data, context, penalty, means, targetMeans).Solve(equations);
        context.Report(1, 1);
        return [.. Enumerable.Range(0, data.TargetCount).Select(target =>
        {
            double[] own = coefficients.Row(target).ToArray();
            return new LinearModel(data.Schema, own, intercept ? targetMeans[target] - VectorKernels.Dot(means, own) : 0, CoordinateDescent.Importances(own, squares));
        })];
    }

    /// <summary>Solves for the coefficients, targets x features.</summary>
    private Matrix Solve(NormalEquations equations)
    {
        Matrix coefficients = Residual(null);
        var refinements = new Refinement[coefficients.Rows];
        for (int target = 0; target < refinements.Length; target++)
        {
            refinements[target] = new Refinement(equations.Solve(coefficients.Row(target)));
        }

        for (int round = 0; round < Refinement.MostRounds && !equations.IsWellConditioned && Array.Exists(refinements, one => one.GoesOn); round++)
        {
            _context.Checkpoint();
            Matrix corrections = Residual(coefficients);
            for (int target = 0; target < refinements.Length; target++)
            {
                if (refinements[target].GoesOn && refinements[target].Accept(equations.Solve(corrections.Row(target))))
                {
                    VectorKernels.Axpy(1, corrections.Row(target), coefficients.Row(target));
                }
            }
        }

        return coefficients;
    }

    /// <summary>Computes the products of the features with what coefficients leave of each target, less the penalty's share, targets x features; of no coefficients, with the targets.</summary>
    private Matrix Residual(Matrix? coefficients)
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
                    AddTile(at, tile.RowRange(0, rows), left.RowRange(0, rows), coefficients, part);
                }

                return part;
            },
            (one, other) =>
            {
                VectorKernels.Axpy(1, other.AsSpan(), one.AsSpan());
                return one;
            },
            _context.Cancellation);
        if (coefficients is not null)
        {
            VectorKernels.Axpy(-_penalty, coefficients.AsSpan(), sums.AsSpan());
        }

        return sums;
    }

    private void AddTile(int first, Matrix tile, Matrix left, Matrix? coefficients, Matrix sums)
    {
        for (int row = 0; row < tile.Rows; row++)
        {
            _data.Features.Row(first + row).CopyTo(tile.Row(row));
            VectorKernels.Axpy(-1, _means, tile.Row(row));
            _data.Targets.Row(first + row).CopyTo(left.Row(row));
            VectorKernels.Axpy(-1, _targetMeans, left.Row(row));
        }

        if (coefficients is not null)
        {
            MatrixProduct.Multiply(tile, coefficients, left, transposeB: true, alpha: -1, beta: 1);
        }

        for (int row = 0; row < left.Rows && !_data.Weights.IsEmpty; row++)
        {
            VectorKernels.Scale(_data.Weights[first + row], left.Row(row));
        }

        MatrixProduct.Multiply(left, tile, sums, transposeA: true, beta: 1);
    }

    /// <summary>Computes the weighted mean of each target, from deviations so that what lies far from 0 loses no digits.</summary>
    private static double[] TargetMeans(MultiTargetDataset data)
    {
        double[] sums = new double[data.TargetCount], start = data.Targets.Row(0).ToArray(), deviations = new double[data.TargetCount];
        double total = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            double weight = data.Weights.IsEmpty ? 1 : data.Weights[row];
            total += weight;
            data.Targets.Row(row).CopyTo(deviations);
            VectorKernels.Axpy(-1, start, deviations);
            VectorKernels.Axpy(weight, deviations, sums);
        }

        VectorKernels.Scale(total > 0 ? 1 / total : 0, sums);
        VectorKernels.Axpy(1, start, sums);
        return sums;
    }
}
