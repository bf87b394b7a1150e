using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents rows of which every feature is stored.</summary>
/// <remarks>A tile of rows is scored, turned into residuals and multiplied into the gradient while it is in the cache, so the data is read once an evaluation.</remarks>
internal sealed unsafe class DenseLogisticRows : LogisticRows
{
    private const int TileRows = 32;

    private readonly Matrix _features;
    private readonly double[][] _gradients;
    private readonly double[] _losses;

    internal DenseLogisticRows(Matrix features, LogisticLayout layout, int[] labels, double[] weights, FitContext context)
        : base(layout, labels, weights, context)
    {
        _features = features;
        int chunks = (Count + Chunk - 1) / Chunk;
        _losses = new double[chunks];
        _gradients = new double[chunks][];
        for (int i = 0; i < chunks; i++)
        {
            _gradients[i] = new double[layout.SpreadCount];
        }
    }

    /// <inheritdoc/>
    internal override double AddLoss(double[] parameters, double[] gradient)
    {
        ParallelLoop.Blocks(Count, Chunk, Context.Parallelism, (first, count) => EvaluateChunk(first, count, parameters), Context.Cancellation);
        foreach (double[] part in _gradients)
        {
            VectorKernels.Axpy(1, part, gradient);
        }

        return VectorKernels.Sum(_losses);
    }

    /// <inheritdoc/>
    internal override void Score(int row, double[] parameters, Span<double> scores)
    {
        ReadOnlySpan<double> own = _features.Row(row);
        if (Layout.Scores == 1)
        {
            scores[0] = VectorKernels.Dot(own, parameters.AsSpan(0, own.Length)) + parameters[own.Length];
            return;
        }

        parameters.AsSpan(Layout.Features * Layout.Width, Layout.Width).CopyTo(scores);
        fixed (double* x = own, w = parameters, s = scores)
        {
            NarrowProduct.Add(x, 0, 1, 1, own.Length, w, s, Layout.Width);
        }
    }

    /// <inheritdoc/>
    internal override void CopyTo(int row, Span<double> features) => _features.Row(row).CopyTo(features);

    /// <inheritdoc/>
    internal override void AddSquares(int row, ReadOnlySpan<double> factors, double[] sums, double[] sizes)
    {
        ReadOnlySpan<double> own = _features.Row(row);
        for (int j = 0; j < own.Length; j++)
        {
            VectorKernels.Axpy(own[j] * own[j], factors, sums.AsSpan(j * factors.Length, factors.Length));
            sizes[j] = Math.Max(sizes[j], Math.Abs(own[j]));
        }
    }

    private void EvaluateChunk(int first, int count, double[] parameters)
    {
        double[] gradient = _gradients[first / Chunk];
        Array.Clear(gradient);
        _losses[first / Chunk] = Layout.Scores == 1 ? EvaluateTwo(first, count, parameters, gradient) : EvaluateSeveral(first, count, parameters, gradient);
    }

    private double EvaluateTwo(int first, int count, double[] parameters, double[] gradient)
    {
        ReadOnlySpan<double> coefficients = parameters.AsSpan(0, Layout.Features);
        Span<double> slopes = gradient.AsSpan(0, Layout.Features);
        double loss = 0, total = 0, intercept = parameters[^1];
        for (int row = first; row < first + count; row++)
        {
            ReadOnlySpan<double> own = _features.Row(row);
            double residual = Residual(row, VectorKernels.Dot(own, coefficients) + intercept, ref loss);
            total += residual;
            VectorKernels.Axpy(residual, own, slopes);
        }

        gradient[^1] = total;
        return loss;
    }

    private double EvaluateSeveral(int first, int count, double[] parameters, double[] gradient)
    {
        int width = Layout.Width, features = Layout.Features;
        double loss = 0;
        using var tile = new ScratchBuffer(TileRows * width);
        fixed (double* x = _features.Storage(), w = parameters, g = gradient)
        {
            for (int row = first; row < first + count; row += TileRows)
            {
                int rows = Math.Min(TileRows, first + count - row);
                double* start = x + ((nint)row * _features.Stride);
                Span<double> scores = tile.Span[..(rows * width)];
                for (int i = 0; i < rows; i++)
                {
                    parameters.AsSpan(features * width, width).CopyTo(scores[(i * width)..]);
                }

                NarrowProduct.Add(start, _features.Stride, 1, rows, features, w, tile.Pointer, width);
                loss += Residuals(row, rows, scores);
                NarrowProduct.Add(start, 1, _features.Stride, features, rows, tile.Pointer, g, width);
                for (int i = 0; i < rows; i++)
                {
                    VectorKernels.Axpy(1, scores.Slice(i * width, width), gradient.AsSpan(features * width, width));
                }
            }
        }

        return loss;
    }
}
