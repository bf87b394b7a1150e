using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents a classification by weighted sums of the features that gradient descent learned.</summary>
/// <remarks>A sparse row costs its stored elements.</remarks>
public sealed unsafe class SgdClassificationModel : IDecisionModel, IFeatureImportance, IPersistent<SgdClassificationModel>
{
    private const int TileRows = 128;
    private const int WorthThreads = 1 << 18;

    private readonly Matrix _coefficients;
    private readonly double[] _intercepts;
    private readonly double[] _importances;

    // Features x scores, scores padded to whole vectors, the intercepts last.
    private readonly double[] _padded;
    private readonly int _width;

    internal SgdClassificationModel(
        FeatureSchema features, IReadOnlyList<string> classes, SgdClassificationLoss loss, Matrix coefficients, double[] intercepts, double[] importances)
    {
        Features = features;
        Classes = classes;
        Loss = loss;
        _coefficients = coefficients;
        _intercepts = intercepts;
        _importances = importances;
        _width = NarrowProduct.Pad(coefficients.Rows);
        _padded = new double[(features.Count + 1) * _width];
        for (int score = 0; score < coefficients.Rows; score++)
        {
            for (int feature = 0; feature < features.Count; feature++)
            {
                _padded[(feature * _width) + score] = coefficients[score, feature];
            }

            _padded[(features.Count * _width) + score] = intercepts[score];
        }
    }

    /// <inheritdoc/>
    public static string TypeName => "sgd-classification";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets what was minimised, which says how scores become probabilities.</summary>
    public SgdClassificationLoss Loss { get; }

    /// <summary>Gets the weight of each feature in each score, scores x features; one score for two classes, else one a class.</summary>
    public Matrix Coefficients => _coefficients.Copy();

    /// <summary>Gets each score where all features are 0.</summary>
    public ReadOnlySpan<double> Intercepts => _intercepts;

    /// <summary>Gets the sum of each feature's coefficients' sizes times its standard deviation in training, as a share of all.</summary>
    public ReadOnlySpan<double> FeatureImportances => _importances;

    /// <inheritdoc/>
    public int DecisionCount => _intercepts.Length;

    private ReadOnlySpan<double> Start => _padded.AsSpan(Features.Count * _width, _width);

    /// <inheritdoc/>
    public static SgdClassificationModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        if (classes.Count < 2)
        {
            throw new ModelFormatException($"The value 'classes' of the model has '{classes.Count}' labels and must have two or more.");
        }

        int scores = classes.Count == 2 ? 1 : classes.Count;
        Matrix coefficients = state.ReadMatrix("coefficients", scores, features.Count);
        double[] intercepts = state.ReadDoubles("intercept", scores), importances = state.ReadDoubles("importances", features.Count);
        CoefficientChecks.Finite("coefficients", coefficients.AsSpan());
        CoefficientChecks.Finite("intercept", intercepts);
        CoefficientChecks.Importances(importances);
        return new SgdClassificationModel(features, classes, state.ReadEnum<SgdClassificationLoss>("loss"), coefficients, intercepts, importances);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        state.Write("loss", Loss.ToString());
        state.Write("coefficients", _coefficients);
        state.Write("intercept", _intercepts);
        state.Write("importances", _importances);
    }

    /// <inheritdoc/>
    public void Decide(ReadOnlySpan<double> row, Span<double> scores)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(scores, DecisionCount);
        Span<double> sums = stackalloc double[_width <= 512 ? _width : 0];
        using var large = new ScratchBuffer(_width <= 512 ? 0 : _width);
        sums = _width <= 512 ? sums : large.Span;
        Start.CopyTo(sums);
        fixed (double* x = row, w = _padded, s = sums)
        {
            NarrowProduct.Add(x, 0, 1, 1, row.Length, w, s, _width);
        }

        sums[..DecisionCount].CopyTo(scores);
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowCheck.Results(probabilities, Classes.Count);
        Decide(row, probabilities[..DecisionCount]);
        ToProbabilities(probabilities);
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        ParallelLoop.Blocks(rows.Rows, TileRows, (long)rows.Rows * _padded.Length < WorthThreads ? 1 : degree, (first, count) =>
        {
            using var tile = new ScratchBuffer(TileRows * _width);
            for (int i = 0; i < count; i++)
            {
                Start.CopyTo(tile.Span[(i * _width)..]);
            }

            fixed (double* x = rows.Storage(), w = _padded)
            {
                NarrowProduct.Add(x + ((nint)first * rows.Stride), rows.Stride, 1, count, Features.Count, w, tile.Pointer, _width);
            }

            for (int i = 0; i < count; i++)
            {
                Span<double> result = probabilities.Row(first + i);
                tile.Span.Slice(i * _width, DecisionCount).CopyTo(result);
                ToProbabilities(result);
            }
        });
    }

    /// <inheritdoc/>
    public void PredictProbability(SparseMatrix rows, Matrix probabilities, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Columns != Features.Count)
        {
            throw new ArgumentException($"The rows have '{rows.Columns}' features and the model reads '{Features.Count}'.", nameof(rows));
        }

        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        ParallelLoop.Blocks(rows.Rows, TileRows, degree, (first, count) =>
        {
            double[] sums = new double[_width];
            for (int row = first; row < first + count; row++)
            {
                Start.CopyTo(sums);
                SparseRow own = rows.Row(row);
                for (int i = 0; i < own.Count; i++)
                {
                    VectorKernels.Axpy(own.Values[i], _padded.AsSpan(own.Indices[i] * _width, _width), sums);
                }

                sums.AsSpan(0, DecisionCount).CopyTo(probabilities.Row(row));
                ToProbabilities(probabilities.Row(row));
            }
        });
    }

    private void ToProbabilities(Span<double> scores)
    {
        if (DecisionCount == 1)
        {
            double second = Loss == SgdClassificationLoss.ModifiedHuber ? (Math.Clamp(scores[0], -1, 1) + 1) / 2 : Logistic(scores[0]);
            (scores[0], scores[1]) = (Loss == SgdClassificationLoss.ModifiedHuber ? 1 - second : Logistic(-scores[0]), second);
            return;
        }

        switch (Loss)
        {
            case SgdClassificationLoss.Log:
                VectorKernels.Softmax(scores, out _);
                break;
            case SgdClassificationLoss.ModifiedHuber:
                Share(scores);
                break;
            default:
                // The shares of logistic functions, from their logarithms so that none vanishes where all are small.
                foreach (ref double score in scores)
                {
                    score = -Math.Log(1 + Math.Exp(-Math.Abs(score))) + Math.Min(0, score);
                }

                VectorKernels.Softmax(scores, out _);
                break;
        }
    }

    private static void Share(Span<double> scores)
    {
        double sum = 0;
        foreach (ref double score in scores)
        {
            score = (Math.Clamp(score, -1, 1) + 1) / 2;
            sum += score;
        }

        foreach (ref double score in scores)
        {
            score = sum > 0 ? score / sum : 1.0 / scores.Length;
        }
    }

    private static double Logistic(double score)
    {
        double small = Math.Exp(-Math.Abs(score));
        return score >= 0 ? 1 / (1 + small) : small / (1 + small);
    }
}
