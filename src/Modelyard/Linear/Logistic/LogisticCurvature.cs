using Modelyard.Numerics;
using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Computes the second derivatives of the log loss.</summary>
/// <remarks>
/// For classes k and l the block is <c>Σ weight p_k (δ_kl − p_l) x x'</c>. Its second part is the Gram matrix of rows that hold <c>p_k x</c> for every k,
/// so nearly all of the work is one symmetric product; its first part is one small Gram matrix a class.
/// </remarks>
internal sealed class LogisticCurvature(Matrix features, double[] weights, int lines, int scores, int every, FitContext context)
{
    private const int TileRows = 2048;

    internal Matrix Of(LogisticObjective objective, double ridge, int penalised)
    {
        int size = lines * scores;
        var result = new Matrix(size, size);
        int rows = (features.Rows + every - 1) / every;
        int tileRows = Math.Min(TileRows, rows);
        var inputs = new Matrix(tileRows, lines);
        var probabilities = new Matrix(scores, tileRows);
        var spread = new Matrix(tileRows, size);
        for (int first = 0; first < rows; first += tileRows)
        {
            int count = Math.Min(tileRows, rows - first);
            int offset = first;
            ParallelLoop.Blocks(count, 64, context.Parallelism, (start, number) =>
            {
                for (int i = start; i < start + number; i++)
                {
                    Fill(objective, (offset + i) * every, i, inputs, probabilities, spread);
                }
            }, context.Cancellation);
            Add(result, inputs.RowRange(0, count), probabilities, spread.RowRange(0, count));
        }

        for (int i = 0; i < penalised * scores; i++)
        {
            result[i, i] += ridge;
        }

        if (scores > 1)
        {
            HoldShift(result);
        }

        return result;
    }

    /// <summary>Computes the block that stands for every class's: <c>Σ weight q x x'</c>, q the mean of <c>p_k (1 − p_k)</c> over the classes.</summary>
    internal Matrix Shared(LogisticObjective objective, double ridge, int penalised)
    {
        int rows = (features.Rows + every - 1) / every;
        var inputs = new Matrix(rows, lines);
        double[] shares = new double[rows];
        ParallelLoop.Blocks(rows, 64, context.Parallelism, (start, number) =>
        {
            double[] own = new double[scores];
            for (int i = start; i < start + number; i++)
            {
                ReadOnlySpan<double> row = features.Row(i * every);
                row.CopyTo(inputs.Row(i));
                inputs.Row(i)[features.Columns..].Fill(1);
                objective.Probabilities(row, own);
                foreach (double share in own)
                {
                    shares[i] += share * (1 - share) / scores;
                }

                shares[i] *= (weights.Length == 0 ? 1 : weights[i * every]) * every;
            }
        }, context.Cancellation);
        var result = new Matrix(lines, lines);
        MatrixProduct.Gram(inputs, result, shares, context.Parallelism);
        for (int j = 0; j < penalised; j++)
        {
            result[j, j] += ridge;
        }

        return result;
    }

    private void Fill(LogisticObjective objective, int row, int at, Matrix inputs, Matrix probabilities, Matrix spread)
    {
        double weight = (weights.Length == 0 ? 1 : weights[row]) * every;
        Span<double> input = inputs.Row(at);
        features.Row(row).CopyTo(input);
        if (lines > features.Columns)
        {
            input[^1] = 1;
        }

        Span<double> shares = stackalloc double[scores <= 512 ? scores : 0];
        shares = scores <= 512 ? shares : new double[scores];
        objective.Probabilities(features.Row(row), shares);
        Span<double> line = spread.Row(at);
        double root = Math.Sqrt(weight);
        for (int k = 0; k < scores; k++)
        {
            probabilities[k, at] = weight * (scores == 1 ? shares[k] * (1 - shares[k]) : shares[k]);
            shares[k] *= root;
        }

        for (int j = 0; scores > 1 && j < lines; j++)
        {
            Span<double> target = line.Slice(j * scores, scores);
            shares.CopyTo(target);
            VectorKernels.Scale(input[j], target);
        }
    }

    private void Add(Matrix result, Matrix inputs, Matrix probabilities, Matrix spread)
    {
        if (scores > 1)
        {
            var products = new Matrix(result.Rows, result.Rows);
            MatrixProduct.Gram(spread, products, degree: context.Parallelism);
            VectorKernels.Axpy(-1, products.AsSpan(), result.AsSpan());
        }

        var blocks = new Matrix[scores];
        ParallelLoop.For(scores, context.Parallelism, k =>
        {
            blocks[k] = new Matrix(lines, lines);
            MatrixProduct.Gram(inputs, blocks[k], probabilities.Row(k)[..inputs.Rows]);
        }, context.Cancellation);
        for (int k = 0; k < scores; k++)
        {
            for (int i = 0; i < lines; i++)
            {
                for (int j = 0; j < lines; j++)
                {
                    result[(i * scores) + k, (j * scores) + k] += blocks[k][i, j];
                }
            }
        }
    }

    /// <summary>Gives curvature to the direction in which all classes move together, which the loss does not feel and the gradient never has.</summary>
    private void HoldShift(Matrix result)
    {
        for (int j = 0; j < lines; j++)
        {
            double mean = 0;
            for (int k = 0; k < scores; k++)
            {
                mean += result[(j * scores) + k, (j * scores) + k] / scores;
            }

            for (int k = 0; k < scores; k++)
            {
                for (int l = 0; l < scores; l++)
                {
                    result[(j * scores) + k, (j * scores) + l] += mean / scores;
                }
            }
        }
    }
}
