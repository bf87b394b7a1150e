using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Computes the weighted log loss with its L2 penalty, its gradient and its curvature.</summary>
/// <remarks>
/// Parameters lie feature by feature, the intercept last, one for each set of scores: 1 for two classes, else one a class.
/// A tile of rows is scored, turned into residuals and multiplied into the gradient while it is in the cache, so the data is read once an evaluation.
/// </remarks>
internal sealed unsafe partial class LogisticObjective
{
    private const int TileRows = 32;
    private const int LeastChunk = 256;
    private const int MostChunks = 32;

    private readonly Matrix _features;
    private readonly int[] _labels;
    private readonly double[] _weights;
    private readonly int[] _present;
    private readonly FitContext _context;
    private readonly int _width;
    private readonly int _lines;
    private readonly double[] _padded;
    private readonly double[][] _gradients;
    private readonly double[] _losses;
    private readonly int _chunk;

    private LogisticObjective(Dataset data, double[] weights, int[] labels, int[] present, double ridge, bool intercept, FitContext context)
    {
        _features = data.Features;
        _labels = labels;
        _weights = weights;
        _present = present;
        _context = context;
        Ridge = ridge;
        HasIntercept = intercept;
        Scores = present.Length == 2 ? 1 : present.Length;
        _lines = data.FeatureCount + (intercept ? 1 : 0);
        _width = NarrowProduct.Pad(Scores);
        _padded = new double[Math.Max(1, (data.FeatureCount + 1) * _width)];
        Parameters = new double[_lines * Scores];
        _chunk = Math.Max(LeastChunk, (data.RowCount + MostChunks - 1) / MostChunks);
        int chunks = (data.RowCount + _chunk - 1) / _chunk;
        _gradients = new double[chunks][];
        for (int i = 0; i < chunks; i++)
        {
            _gradients[i] = new double[_padded.Length];
        }

        _losses = new double[chunks];
    }

    /// <summary>Gets the number of rows.</summary>
    public int RowCount => _features.Rows;

    /// <summary>Gets the number of sets of scores.</summary>
    public int Scores { get; }

    /// <summary>Gets the factor of the squares of the coefficients.</summary>
    public double Ridge { get; }

    /// <summary>Gets a value indicating whether the last line of parameters is the intercept.</summary>
    public bool HasIntercept { get; }

    /// <summary>Gets the parameters: all 0 at first, the minimum in the end.</summary>
    public double[] Parameters { get; }

    /// <summary>Gets the number of classes that have any weight; with fewer than two there is nothing to learn.</summary>
    public int PresentClasses => _present.Length;

    /// <summary>Gets the number of parameters of a class.</summary>
    public int Lines => _lines;

    private int FeatureCount => _features.Columns;

    /// <summary>Creates the objective of a data set; classes without weight take no part.</summary>
    public static LogisticObjective Of(Dataset data, double[] weights, double ridge, bool intercept, FitContext context)
    {
        double[] totals = new double[data.ClassCount];
        for (int row = 0; row < data.RowCount; row++)
        {
            totals[data.Labels[row]] += weights.Length == 0 ? 1 : weights[row];
        }

        int[] present = [.. Enumerable.Range(0, totals.Length).Where(label => totals[label] > 0)];
        int[] positions = [.. Enumerable.Range(0, totals.Length).Select(label => Math.Max(0, Array.IndexOf(present, label)))];
        int[] labels = new int[data.RowCount];
        for (int row = 0; row < labels.Length; row++)
        {
            labels[row] = positions[data.Labels[row]];
        }

        return new LogisticObjective(data, weights, labels, present, ridge, intercept, context);
    }

    /// <summary>Computes the loss and its gradient.</summary>
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        Spread(parameters);
        ParallelLoop.Blocks(_features.Rows, _chunk, _context.Parallelism, EvaluateChunk, _context.Cancellation);
        double[] sum = _gradients[0];
        for (int i = 1; i < _gradients.Length; i++)
        {
            VectorKernels.Axpy(1, _gradients[i], sum);
        }

        double loss = VectorKernels.Sum(_losses);
        for (int line = 0; line < _lines; line++)
        {
            sum.AsSpan(line * _width, Scores).CopyTo(gradient[(line * Scores)..]);
        }

        int penalised = FeatureCount * Scores;
        VectorKernels.Axpy(Ridge, parameters[..penalised], gradient[..penalised]);
        return loss + (0.5 * Ridge * VectorKernels.SumOfSquares(parameters[..penalised]));
    }

    /// <summary>Computes a bound on the diagonal of the curvature that holds everywhere: that of a row of which nothing is known.</summary>
    /// <returns>One number a line of parameters.</returns>
    public double[] CurvatureBound()
    {
        double share = Scores == 1 ? 0.25 : 1.0 / Scores * (1 - (1.0 / Scores));
        double[] squares = new double[_lines];
        for (int row = 0; row < _features.Rows; row++)
        {
            double weight = Weight(row) * share;
            ReadOnlySpan<double> features = _features.Row(row);
            for (int j = 0; j < features.Length; j++)
            {
                squares[j] += weight * features[j] * features[j];
            }

            if (HasIntercept)
            {
                squares[^1] += weight;
            }
        }

        for (int line = 0; line < _lines; line++)
        {
            squares[line] += line < FeatureCount ? Ridge : 0;
        }

        return squares;
    }

    /// <summary>Computes the matrix of second derivatives.</summary>
    /// <param name="every">The curvature is taken from every n-th row, whose weight is n-fold.</param>
    /// <returns>A symmetric matrix, parameters x parameters.</returns>
    public Matrix Curvature(int every) => new LogisticCurvature(_features, _weights, _lines, Scores, every, _context).Of(this, Ridge, FeatureCount);

    /// <summary>Computes what all classes' second derivatives have in common: those by the parameters of one class, in the mean over the classes.</summary>
    /// <param name="every">The curvature is taken from every n-th row, whose weight is n-fold.</param>
    /// <returns>A symmetric matrix, lines of parameters x lines.</returns>
    public Matrix SharedCurvature(int every) => new LogisticCurvature(_features, _weights, _lines, Scores, every, _context).Shared(this, Ridge, FeatureCount);

    /// <summary>Computes the probabilities of the classes, or of the second of two.</summary>
    internal void Probabilities(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        Span<double> scores = stackalloc double[_width <= 512 ? _width : 0];
        scores = _width <= 512 ? scores : new double[_width];
        Score(row, scores);
        if (Scores == 1)
        {
            probabilities[0] = 1 / (1 + Math.Exp(-scores[0]));
            return;
        }

        scores[..Scores].CopyTo(probabilities);
        VectorKernels.SoftmaxInPlace(probabilities);
    }

    private void Score(ReadOnlySpan<double> row, Span<double> scores)
    {
        fixed (double* x = row, w = _padded, s = scores)
        {
            new ReadOnlySpan<double>(w + (FeatureCount * _width), _width).CopyTo(scores);
            NarrowProduct.Add(x, 0, 1, 1, row.Length, w, s, _width);
        }
    }

    /// <summary>Makes the parameters ready for scoring: padded to whole vectors, the intercept last.</summary>
    internal void Spread(ReadOnlySpan<double> parameters)
    {
        for (int line = 0; line < _lines; line++)
        {
            parameters.Slice(line * Scores, Scores).CopyTo(_padded.AsSpan(line * _width));
        }
    }

    /// <summary>Creates the model of the parameters; a class that was absent gets no probability.</summary>
    internal LogisticModel ToModel(Dataset data)
    {
        const double Never = -1e9;
        bool two = data.ClassCount == 2;
        var coefficients = new Matrix(two ? 1 : data.ClassCount, FeatureCount);
        double[] intercepts = new double[coefficients.Rows];
        if (PresentClasses < 2)
        {
            Array.Fill(intercepts, Never);
            intercepts[two ? 0 : _present[0]] = two ? (_present[0] == 1 ? -Never : Never) : 0;
        }
        else
        {
            Array.Fill(intercepts, two ? 0 : Never);
            for (int i = 0; i < _present.Length; i++)
            {
                intercepts[two ? 0 : _present[i]] = 0;
            }

            for (int score = 0; score < Scores; score++)
            {
                int target = two ? 0 : _present[Scores == 1 ? 1 : score];
                for (int j = 0; j < FeatureCount; j++)
                {
                    coefficients[target, j] = Parameters[(j * Scores) + score];
                }

                intercepts[target] = HasIntercept ? Parameters[(FeatureCount * Scores) + score] : 0;
            }
        }

        return new LogisticModel(data.Schema, data.Classes, coefficients, intercepts, Importances(coefficients));
    }

    private double[] Importances(Matrix coefficients)
    {
        double[] sizes = new double[FeatureCount];
        double[] means = new double[FeatureCount], squares = new double[FeatureCount];
        for (int row = 0; row < _features.Rows; row++)
        {
            ReadOnlySpan<double> features = _features.Row(row);
            for (int j = 0; j < features.Length; j++)
            {
                double difference = features[j] - means[j];
                means[j] += difference / (row + 1);
                squares[j] += difference * (features[j] - means[j]);
            }
        }

        for (int j = 0; j < sizes.Length; j++)
        {
            double size = 0;
            for (int i = 0; i < coefficients.Rows; i++)
            {
                size += Math.Abs(coefficients[i, j]);
            }

            sizes[j] = size * Math.Sqrt(squares[j] / _features.Rows);
        }

        return CoefficientChecks.Shares(sizes);
    }

    private double Weight(int row) => _weights.Length == 0 ? 1 : _weights[row];

    private void EvaluateChunk(int first, int count)
    {
        double[] gradient = _gradients[first / _chunk];
        Array.Clear(gradient);
        double loss = 0;
        using var tile = new ScratchBuffer(TileRows * _width);
        fixed (double* x = _features.Storage(), w = _padded, g = gradient)
        {
            for (int row = first; row < first + count; row += TileRows)
            {
                int rows = Math.Min(TileRows, first + count - row);
                double* start = x + ((nint)row * _features.Stride);
                Span<double> scores = tile.Span[..(rows * _width)];
                for (int i = 0; i < rows; i++)
                {
                    new ReadOnlySpan<double>(w + (FeatureCount * _width), _width).CopyTo(scores[(i * _width)..]);
                }

                if (Scores == 1)
                {
                    loss += BinaryTile(row, rows, w, g, scores);
                    continue;
                }

                NarrowProduct.Add(start, _features.Stride, 1, rows, FeatureCount, w, tile.Pointer, _width);
                loss += Residuals(row, rows, scores);
                NarrowProduct.Add(start, 1, _features.Stride, FeatureCount, rows, tile.Pointer, g, _width);
                AddIntercept(g, scores);
            }
        }

        _losses[first / _chunk] = loss;
    }

    private void AddIntercept(double* gradient, ReadOnlySpan<double> residuals)
    {
        var line = new Span<double>(gradient + (FeatureCount * _width), _width);
        for (int at = 0; at < residuals.Length; at += _width)
        {
            VectorKernels.Axpy(1, residuals.Slice(at, _width), line);
        }
    }

    /// <summary>Turns the scores of a tile into the derivatives of the loss by them: probability less truth, times weight.</summary>
    private double Residuals(int first, int rows, Span<double> scores)
    {
        double loss = 0;
        for (int i = 0; i < rows; i++)
        {
            Span<double> own = scores.Slice(i * _width, Scores);
            double greatest = own[0];
            for (int k = 1; k < own.Length; k++)
            {
                greatest = own[k] > greatest ? own[k] : greatest;
            }

            for (int k = 0; k < own.Length; k++)
            {
                own[k] -= greatest;
            }

            loss -= Weight(first + i) * own[_labels[first + i]];
        }

        // One call for the tile: a row of few classes is too short for the kernel.
        VectorKernels.ExpInPlace(scores);
        for (int i = 0; i < rows; i++)
        {
            Span<double> own = scores.Slice(i * _width, Scores);
            double sum = 0;
            foreach (double value in own)
            {
                sum += value;
            }

            double weight = Weight(first + i);
            loss += weight * Math.Log(sum);
            VectorKernels.Scale(weight / sum, own);
            own[_labels[first + i]] -= weight;
            scores.Slice((i * _width) + Scores, _width - Scores).Clear();
        }

        return loss;
    }

    private double BinaryTile(int first, int rows, double* parameters, double* gradient, Span<double> scores)
    {
        // One set of scores: its parameters lie four apart, so they are gathered once a chunk's tile into the scratch of the scores' neighbour.
        using var scratch = new ScratchBuffer(2 * FeatureCount);
        Span<double> coefficients = scratch.Span[..FeatureCount], slopes = scratch.Span[FeatureCount..];
        for (int j = 0; j < FeatureCount; j++)
        {
            coefficients[j] = parameters[j * _width];
        }

        slopes.Clear();
        double loss = 0, total = 0, intercept = scores[0];
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<double> row = _features.Row(first + i);
            double margin = VectorKernels.Dot(row, coefficients) + intercept;
            double weight = Weight(first + i);
            double signed = _labels[first + i] == 1 ? margin : -margin;
            double small = Math.Exp(-Math.Abs(margin));
            loss += weight * (Math.Log(1 + small) + Math.Max(0, -signed));
            double probability = margin >= 0 ? 1 / (1 + small) : small / (1 + small);
            double residual = weight * (probability - _labels[first + i]);
            total += residual;
            VectorKernels.Axpy(residual, row, slopes);
        }

        for (int j = 0; j < FeatureCount; j++)
        {
            gradient[j * _width] += slopes[j];
        }

        gradient[FeatureCount * _width] += total;
        return loss;
    }
}
