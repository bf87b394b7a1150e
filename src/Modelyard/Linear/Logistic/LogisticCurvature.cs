using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Computes the second derivatives of the log loss.</summary>
/// <remarks>
/// For classes k and l the block is <c>Σ weight p_k (δ_kl − p_l) x x'</c>. Its second part is the Gram matrix of rows that hold <c>p_k x</c> for every k,
/// so nearly all of the work is one symmetric product; its first part is one small Gram matrix a class. Rows are gathered to tiles, whatever parts they come in.
/// </remarks>
/// <param name="layout">How the parameters lie.</param>
/// <param name="parameters">The spread parameters.</param>
/// <param name="every">Every n-th row is taken, and its weight is n-fold.</param>
/// <param name="context">What surrounds the fit.</param>
internal sealed class LogisticCurvature(LogisticLayout layout, double[] parameters, long every, FitContext context)
{
    private const int TileRows = 2048;
    private const int BlockRows = 64;

    private readonly int _lines = layout.Lines;
    private readonly int _scores = layout.Scores;

    internal Matrix Of(IEnumerable<LogisticRows> parts, long rows, double ridge, int firstHeld)
    {
        int size = layout.Count;
        var result = new Matrix(size, size);
        int tileRows = (int)Math.Min(TileRows, (rows + every - 1) / every);
        var inputs = new Matrix(tileRows, _lines);
        var probabilities = new Matrix(_scores, tileRows);
        var spread = new Matrix(tileRows, size);
        Gather(
            parts,
            tileRows,
            (part, row, at) => Fill(part, row, at, inputs, probabilities, spread),
            count => Add(result, inputs.RowRange(0, count), probabilities, spread.RowRange(0, count)));
        for (int i = 0; i < layout.Features * _scores; i++)
        {
            result[i, i] += ridge;
        }

        if (_scores > 1)
        {
            HoldShift(result, firstHeld);
        }

        return result;
    }

    /// <summary>Computes the block that stands for every class's: <c>Σ weight q x x'</c>, q the mean of <c>p_k (1 − p_k)</c> over the classes.</summary>
    internal Matrix Shared(IEnumerable<LogisticRows> parts, long rows, double ridge)
    {
        int tileRows = (int)((rows + every - 1) / every);
        var inputs = new Matrix(tileRows, _lines);
        double[] shares = new double[tileRows];
        var result = new Matrix(_lines, _lines);
        Gather(
            parts,
            tileRows,
            (part, row, at) =>
            {
                double[] own = new double[_scores];
                CopyTo(part, row, inputs.Row(at));
                part.Probabilities(row, parameters, own);
                double share = 0;
                foreach (double probability in own)
                {
                    share += probability * (1 - probability) / _scores;
                }

                shares[at] = share * part.Weight(row) * every;
            },
            count => MatrixProduct.Gram(inputs.RowRange(0, count), result, shares.AsSpan(0, count), context.Parallelism));
        for (int j = 0; j < layout.Features; j++)
        {
            result[j, j] += ridge;
        }

        return result;
    }

    /// <summary>Fills tiles with every n-th row and hands over each that is full, and the last.</summary>
    private void Gather(IEnumerable<LogisticRows> parts, int tileRows, Action<LogisticRows, int, int> fill, Action<int> full)
    {
        long before = 0;
        int filled = 0;
        foreach (LogisticRows part in parts)
        {
            long next = (every - (before % every)) % every;
            while (next < part.Count)
            {
                int count = (int)Math.Min(tileRows - filled, (part.Count - 1 - next) / every + 1), at = filled;
                long start = next;
                ParallelLoop.Blocks(count, BlockRows, context.Parallelism, (first, number) =>
                {
                    for (int i = first; i < first + number; i++)
                    {
                        fill(part, (int)(start + (i * every)), at + i);
                    }
                }, context.Cancellation);
                filled += count;
                next += count * every;
                if (filled == tileRows)
                {
                    full(filled);
                    context.Cancellation.ThrowIfCancellationRequested();
                    filled = 0;
                }
            }

            before += part.Count;
        }

        if (filled > 0)
        {
            full(filled);
        }
    }

    private void CopyTo(LogisticRows part, int row, Span<double> input)
    {
        part.CopyTo(row, input[..layout.Features]);
        input[layout.Features..].Fill(1);
    }

    private void Fill(LogisticRows part, int row, int at, Matrix inputs, Matrix probabilities, Matrix spread)
    {
        double weight = part.Weight(row) * every;
        Span<double> input = inputs.Row(at);
        CopyTo(part, row, input);
        Span<double> shares = stackalloc double[_scores <= 512 ? _scores : 0];
        shares = _scores <= 512 ? shares : new double[_scores];
        part.Probabilities(row, parameters, shares);
        Span<double> line = spread.Row(at);
        double root = Math.Sqrt(weight);
        for (int k = 0; k < _scores; k++)
        {
            probabilities[k, at] = weight * (_scores == 1 ? shares[k] * (1 - shares[k]) : shares[k]);
            shares[k] *= root;
        }

        for (int j = 0; _scores > 1 && j < _lines; j++)
        {
            Span<double> target = line.Slice(j * _scores, _scores);
            shares.CopyTo(target);
            VectorKernels.Scale(input[j], target);
        }
    }

    private void Add(Matrix result, Matrix inputs, Matrix probabilities, Matrix spread)
    {
        if (_scores > 1)
        {
            var products = new Matrix(result.Rows, result.Rows);
            MatrixProduct.Gram(spread, products, degree: context.Parallelism);
            VectorKernels.Axpy(-1, products.AsSpan(), result.AsSpan());
        }

        var blocks = new Matrix[_scores];
        ParallelLoop.For(_scores, context.Parallelism, k =>
        {
            blocks[k] = new Matrix(_lines, _lines);
            MatrixProduct.Gram(inputs, blocks[k], probabilities.Row(k)[..inputs.Rows]);
        }, context.Cancellation);
        for (int k = 0; k < _scores; k++)
        {
            for (int i = 0; i < _lines; i++)
            {
                for (int j = 0; j < _lines; j++)
                {
                    result[(i * _scores) + k, (j * _scores) + k] += blocks[k][i, j];
                }
            }
        }
    }

    /// <summary>Gives curvature to the direction in which all classes move together, which the loss does not feel and the gradient never has.</summary>
    private void HoldShift(Matrix result, int firstLine)
    {
        for (int j = firstLine; j < _lines; j++)
        {
            double mean = 0;
            for (int k = 0; k < _scores; k++)
            {
                mean += result[(j * _scores) + k, (j * _scores) + k] / _scores;
            }

            for (int k = 0; k < _scores; k++)
            {
                for (int l = 0; l < _scores; l++)
                {
                    result[(j * _scores) + k, (j * _scores) + l] += mean / _scores;
                }
            }
        }
    }
}
