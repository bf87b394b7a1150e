using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents a classification by scores that are weighted sums of the features.</summary>
public sealed unsafe class LogisticModel : IDecisionModel, IFeatureImportance, IPersistent<LogisticModel>
{
    private const int TileRows = 128;

    private readonly Matrix _coefficients;
    private readonly double[] _intercepts;
    private readonly double[] _importances;

    // Features x scores, scores padded to whole vectors, the intercept last.
    private readonly double[] _padded;
    private readonly int _width;

    internal LogisticModel(FeatureSchema features, IReadOnlyList<string> classes, Matrix coefficients, double[] intercepts, double[] importances)
    {
        Features = features;
        Classes = classes;
        _coefficients = coefficients;
        _intercepts = intercepts;
        _importances = importances;
        _width = NarrowProduct.Pad(coefficients.Rows);
        _padded = new double[(features.Count + 1) * _width];
        for (int score = 0; score < coefficients.Rows; score++)
        {
            for (int j = 0; j < features.Count; j++)
            {
                _padded[(j * _width) + score] = coefficients[score, j];
            }

            _padded[(features.Count * _width) + score] = intercepts[score];
        }
    }

    /// <inheritdoc/>
    public static string TypeName => "logistic";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets the weight of each feature in each score, scores x features; one score for two classes, else one a class.</summary>
    public Matrix Coefficients => _coefficients.Copy();

    /// <summary>Gets each score where all features are 0.</summary>
    public ReadOnlySpan<double> Intercepts => _intercepts;

    /// <summary>Gets the sum of each feature's coefficients' sizes times its standard deviation in training, as a share of all.</summary>
    public ReadOnlySpan<double> FeatureImportances => _importances;

    /// <inheritdoc/>
    public int DecisionCount => _intercepts.Length;

    /// <inheritdoc/>
    public static LogisticModel Load(StateReader state)
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
        double[] intercepts = state.ReadDoubles("intercept", scores);
        double[] importances = state.ReadDoubles("importances", features.Count);
        for (int i = 0; i < scores; i++)
        {
            CoefficientChecks.Finite("coefficients", coefficients.Row(i));
        }

        CoefficientChecks.Finite("intercept", intercepts);
        CoefficientChecks.Importances(importances);
        return new LogisticModel(features, classes, coefficients, intercepts, importances);
    }

    /// <inheritdoc/>
    public void Decide(ReadOnlySpan<double> row, Span<double> scores)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(scores, DecisionCount);
        Span<double> tile = stackalloc double[_width <= 512 ? _width : 0];
        using var large = new ScratchBuffer(_width <= 512 ? 0 : _width);
        tile = _width <= 512 ? tile : large.Span;
        fixed (double* x = row, s = tile)
        {
            Score(x, 0, 1, s);
        }

        tile[..DecisionCount].CopyTo(scores);
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
        ParallelLoop.Blocks(rows.Rows, TileRows, (long)rows.Rows * _padded.Length < 1 << 16 ? 1 : degree, (first, count) =>
        {
            using var tile = new ScratchBuffer(TileRows * _width);
            fixed (double* x = rows.Storage())
            {
                Score(x + ((nint)first * rows.Stride), rows.Stride, count, tile.Pointer);
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
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        state.Write("coefficients", _coefficients);
        state.Write("intercept", _intercepts);
        state.Write("importances", _importances);
    }

    private void Score(double* rows, int stride, int count, double* scores)
    {
        fixed (double* w = _padded)
        {
            for (int i = 0; i < count; i++)
            {
                Buffer.MemoryCopy(w + ((nint)Features.Count * _width), scores + ((nint)i * _width), _width * sizeof(double), _width * sizeof(double));
            }

            NarrowProduct.Add(rows, stride, 1, count, Features.Count, w, scores, _width);
        }
    }

    private void ToProbabilities(Span<double> scores)
    {
        if (DecisionCount == 1)
        {
            double small = Math.Exp(-Math.Abs(scores[0]));
            double likelier = 1 / (1 + small), unlikelier = small / (1 + small);
            (scores[0], scores[1]) = scores[0] >= 0 ? (unlikelier, likelier) : (likelier, unlikelier);
            return;
        }

        VectorKernels.Softmax(scores, out _);
    }
}
