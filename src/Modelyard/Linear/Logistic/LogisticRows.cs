using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents consecutive rows that a logistic regression learns from: all of them, or a chunk.</summary>
/// <remarks>Parameters come spread, as <see cref="LogisticLayout"/> says.</remarks>
/// <param name="layout">How the parameters lie.</param>
/// <param name="labels">The class of each row, counted among those that have any weight.</param>
/// <param name="weights">The weights, or nothing if every row weighs 1.</param>
/// <param name="context">What surrounds the fit.</param>
internal abstract class LogisticRows(LogisticLayout layout, int[] labels, double[] weights, FitContext context)
{
    private const int LeastChunk = 256;
    private const int MostChunks = 32;

    /// <summary>Gets the number of rows.</summary>
    internal int Count => labels.Length;

    /// <summary>Gets how the parameters lie.</summary>
    protected LogisticLayout Layout => layout;

    /// <summary>Gets what surrounds the fit.</summary>
    protected FitContext Context => context;

    /// <summary>Gets the number of rows that one thread takes at a time.</summary>
    protected int Chunk { get; } = Math.Max(LeastChunk, (labels.Length + MostChunks - 1) / MostChunks);

    /// <summary>Computes the weighted log loss and adds its derivatives.</summary>
    /// <param name="parameters">The spread parameters.</param>
    /// <param name="gradient">Receives the sums, as the parameters lie.</param>
    /// <returns>The loss.</returns>
    internal abstract double AddLoss(double[] parameters, double[] gradient);

    /// <summary>Computes the scores of one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="parameters">The spread parameters.</param>
    /// <param name="scores">Receives the scores, filled up to whole vectors.</param>
    internal abstract void Score(int row, double[] parameters, Span<double> scores);

    /// <summary>Writes the features of one row.</summary>
    internal abstract void CopyTo(int row, Span<double> features);

    /// <summary>Adds the squares of the features of one row, each times the factor of each score, and takes in their sizes.</summary>
    /// <param name="row">The row.</param>
    /// <param name="factors">One factor a set of scores.</param>
    /// <param name="sums">Receives the sums, feature by feature.</param>
    /// <param name="sizes">Receives the greatest size of each feature.</param>
    internal abstract void AddSquares(int row, ReadOnlySpan<double> factors, double[] sums, double[] sizes);

    /// <summary>Gets the weight of one row.</summary>
    internal double Weight(int row) => weights.Length == 0 ? 1 : weights[row];

    /// <summary>Computes the probabilities of the classes, or of the second of two.</summary>
    internal void Probabilities(int row, double[] parameters, Span<double> probabilities)
    {
        Span<double> scores = stackalloc double[layout.Width <= 512 ? layout.Width : 0];
        scores = layout.Width <= 512 ? scores : new double[layout.Width];
        Score(row, parameters, scores);
        if (layout.Scores == 1)
        {
            probabilities[0] = 1 / (1 + Math.Exp(-scores[0]));
            return;
        }

        scores[..layout.Scores].CopyTo(probabilities);
        VectorKernels.SoftmaxInPlace(probabilities);
    }

    /// <summary>Tells whether every row of some weight scores highest for its own class: then greater parameters of the same direction score it higher still, without end.</summary>
    internal bool AreSeparated(double[] parameters) => 0 == ParallelLoop.Reduce(
        Count, Chunk, context.Parallelism, (first, count) => CountMisplaced(first, count, parameters), (left, right) => left + right, context.Cancellation);

    /// <summary>Computes the largest score of a row of some weight.</summary>
    internal double LargestScore(double[] parameters) => ParallelLoop.Reduce(
        Count, Chunk, context.Parallelism, (first, count) => LargestScore(first, count, parameters), Math.Max, context.Cancellation);

    /// <summary>Turns the score of a row of two classes into the derivative of its loss by it: probability less truth, times weight.</summary>
    protected double Residual(int row, double score, ref double loss)
    {
        double weight = Weight(row), signed = labels[row] == 1 ? score : -score, small = Math.Exp(-Math.Abs(score));
        loss += weight * (Math.Log(1 + small) + Math.Max(0, -signed));
        double probability = score >= 0 ? 1 / (1 + small) : small / (1 + small);
        return weight * (probability - labels[row]);
    }

    /// <summary>Turns the scores of consecutive rows of several classes into the derivatives of their loss by them.</summary>
    /// <returns>The loss.</returns>
    protected double Residuals(int first, int rows, Span<double> scores)
    {
        double loss = 0;
        int width = layout.Width;
        for (int i = 0; i < rows; i++)
        {
            Span<double> own = scores.Slice(i * width, layout.Scores);
            double greatest = own[0];
            for (int k = 1; k < own.Length; k++)
            {
                greatest = own[k] > greatest ? own[k] : greatest;
            }

            for (int k = 0; k < own.Length; k++)
            {
                own[k] -= greatest;
            }

            loss -= Weight(first + i) * own[labels[first + i]];
        }

        // One call for the tile: a row of few classes is too short for the kernel.
        VectorKernels.ExpInPlace(scores);
        for (int i = 0; i < rows; i++)
        {
            Span<double> own = scores.Slice(i * width, layout.Scores);
            double sum = 0;
            foreach (double value in own)
            {
                sum += value;
            }

            double weight = Weight(first + i);
            loss += weight * Math.Log(sum);
            VectorKernels.Scale(weight / sum, own);
            own[labels[first + i]] -= weight;
            scores.Slice((i * width) + layout.Scores, width - layout.Scores).Clear();
        }

        return loss;
    }

    /// <summary>Adds the second derivatives of the loss by each coefficient alone, and takes in the sizes of the features.</summary>
    internal void AddDiagonal(double[] parameters, double[] sums, double[] sizes)
    {
        double[] factors = new double[layout.Scores];
        for (int row = 0; row < Count; row++)
        {
            if (row % LeastChunk == 0)
            {
                context.Cancellation.ThrowIfCancellationRequested();
            }

            Probabilities(row, parameters, factors);
            foreach (ref double factor in factors.AsSpan())
            {
                factor *= Weight(row) * (1 - factor);
            }

            AddSquares(row, factors, sums, sizes);
        }
    }

    private int CountMisplaced(int first, int count, double[] parameters)
    {
        double[] scores = new double[layout.Width];
        int misplaced = 0;
        for (int row = first; row < first + count && misplaced == 0; row++)
        {
            if (Weight(row) == 0)
            {
                continue;
            }

            Score(row, parameters, scores);
            double own = layout.Scores == 1 ? (labels[row] == 1 ? scores[0] : -scores[0]) : scores[labels[row]];
            for (int k = 0; k < layout.Scores && layout.Scores > 1; k++)
            {
                misplaced += k != labels[row] && scores[k] >= own ? 1 : 0;
            }

            misplaced += layout.Scores == 1 && !(own > 0) ? 1 : 0;
        }

        return misplaced;
    }

    private double LargestScore(int first, int count, double[] parameters)
    {
        double[] scores = new double[layout.Width];
        double largest = 0;
        for (int row = first; row < first + count; row++)
        {
            if (Weight(row) > 0)
            {
                Score(row, parameters, scores);
                for (int k = 0; k < layout.Scores; k++)
                {
                    largest = Math.Max(largest, Math.Abs(scores[k]));
                }
            }
        }

        return largest;
    }
}
