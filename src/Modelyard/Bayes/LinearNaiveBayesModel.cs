using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Bayes;

/// <summary>Represents naive Bayes over counts: the logarithm of the joint probability of a row and a class is a weighted sum of the row's counts.</summary>
/// <remarks>It is what the multinomial, the complement and the Bernoulli variant learn. A sparse row costs its stored elements.</remarks>
public sealed unsafe class LinearNaiveBayesModel : IDecisionModel, IPersistent<LinearNaiveBayesModel>
{
    private const int TileRows = 128;
    private const int WorthThreads = 1 << 18;

    private readonly double[] _priors;
    private readonly double[] _constants;
    private readonly Matrix _weights;
    private readonly double _threshold;

    // Features x classes, classes padded to whole vectors, the constants last.
    private readonly double[] _padded;
    private readonly int _width;

    internal LinearNaiveBayesModel(FeatureSchema features, IReadOnlyList<string> classes, double[] priors, double[] constants, Matrix weights, double threshold = double.NaN)
    {
        Features = features;
        Classes = classes;
        _priors = priors;
        _constants = constants;
        _weights = weights;
        _threshold = threshold;
        _width = NarrowProduct.Pad(classes.Count);
        _padded = new double[(features.Count + 1) * _width];
        for (int label = 0; label < classes.Count; label++)
        {
            for (int feature = 0; feature < features.Count; feature++)
            {
                _padded[(feature * _width) + label] = weights[label, feature];
            }

            _padded[(features.Count * _width) + label] = constants[label];
        }
    }

    /// <inheritdoc/>
    public static string TypeName => "linear-naive-bayes";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets the probability of each class before a row is seen.</summary>
    public ReadOnlySpan<double> Priors => _priors;

    /// <summary>Gets what a count of each feature adds to the logarithm of each class, classes x features.</summary>
    public Matrix Weights => _weights.Copy();

    /// <summary>Gets the logarithm of each class where every feature is 0; minus infinity for a class that was not in training.</summary>
    public ReadOnlySpan<double> Constants => _constants;

    /// <summary>Gets what a feature must exceed to count as 1; NaN if features count as they are.</summary>
    public double Threshold => _threshold;

    /// <inheritdoc/>
    public int DecisionCount => Classes.Count == 2 ? 1 : Classes.Count;

    private ReadOnlySpan<double> Start => _padded.AsSpan(Features.Count * _width, _width);

    /// <inheritdoc/>
    public static LinearNaiveBayesModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        double[] priors = state.ReadDoubles("priors", classes.Count), constants = state.ReadDoubles("constants", classes.Count);
        Matrix weights = state.ReadMatrix("weights", classes.Count, features.Count);
        if (classes.Count < 2 || !Array.TrueForAll(priors, share => share is >= 0 and <= 1) || !priors.Any(share => share > 0))
        {
            throw new ModelFormatException("The value 'priors' of the model must hold shares from 0 to 1, not all 0, of two classes or more.");
        }

        if (!Array.TrueForAll(constants, value => value < double.PositiveInfinity) || !constants.Any(double.IsFinite))
        {
            throw new ModelFormatException("The value 'constants' of the model must hold numbers or minus infinity, at least one of them finite.");
        }

        foreach (double weight in weights.AsSpan())
        {
            if (!double.IsFinite(weight))
            {
                throw new ModelFormatException($"The value 'weights' of the model holds '{weight}' and must hold finite numbers.");
            }
        }

        return new LinearNaiveBayesModel(features, classes, priors, constants, weights, state.ReadDouble("threshold"));
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        state.Write("priors", _priors);
        state.Write("constants", _constants);
        state.Write("weights", _weights);
        state.Write("threshold", _threshold);
    }

    /// <summary>Computes the logarithm of the joint probability of the row and each class; for two classes, the second's less the first's.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="scores">Receives <see cref="DecisionCount"/> scores.</param>
    public void Decide(ReadOnlySpan<double> row, Span<double> scores)
    {
        RowCheck.Results(scores, DecisionCount);
        if (DecisionCount > 1)
        {
            Joint(row, scores);
            return;
        }

        Span<double> both = stackalloc double[2];
        Joint(row, both);
        scores[0] = both[1] - both[0];
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowCheck.Results(probabilities, Classes.Count);
        Joint(row, probabilities);
        LogJoint.Normalise(probabilities, _priors);
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

            if (double.IsNaN(_threshold))
            {
                fixed (double* x = rows.Storage(), w = _padded)
                {
                    NarrowProduct.Add(x + ((nint)first * rows.Stride), rows.Stride, 1, count, Features.Count, w, tile.Pointer, _width);
                }
            }

            for (int i = 0; i < count; i++)
            {
                Span<double> sums = tile.Span.Slice(i * _width, _width), result = probabilities.Row(first + i);
                AddAbove(rows.Row(first + i), sums);
                sums[..Classes.Count].CopyTo(result);
                LogJoint.Normalise(result, _priors);
            }
        });
    }

    /// <inheritdoc/>
    public void PredictProbability(SparseMatrix rows, Matrix probabilities, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (_threshold < 0)
        {
            // What is not stored counts too; a dense scratch row serves it.
            BatchPrediction.Run(rows, probabilities, degree, PredictProbability);
            return;
        }

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
                    double value = double.IsNaN(_threshold) ? own.Values[i] : own.Values[i] > _threshold ? 1 : 0;
                    VectorKernels.Axpy(value, _padded.AsSpan(own.Indices[i] * _width, _width), sums);
                }

                sums.AsSpan(0, Classes.Count).CopyTo(probabilities.Row(row));
                LogJoint.Normalise(probabilities.Row(row), _priors);
            }
        });
    }

    private void Joint(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        Span<double> sums = stackalloc double[_width <= 512 ? _width : 0];
        using var large = new ScratchBuffer(_width <= 512 ? 0 : _width);
        sums = _width <= 512 ? sums : large.Span;
        Start.CopyTo(sums);
        if (double.IsNaN(_threshold))
        {
            fixed (double* x = row, w = _padded, s = sums)
            {
                NarrowProduct.Add(x, 0, 1, 1, row.Length, w, s, _width);
            }
        }

        AddAbove(row, sums);
        sums[..Classes.Count].CopyTo(result);
    }

    /// <summary>Adds the weights of the features that exceed the threshold, if there is one: they count 1 and the others 0.</summary>
    private void AddAbove(ReadOnlySpan<double> row, Span<double> sums)
    {
        if (double.IsNaN(_threshold))
        {
            return;
        }

        for (int feature = 0; feature < row.Length; feature++)
        {
            if (row[feature] > _threshold)
            {
                VectorKernels.Axpy(1, _padded.AsSpan(feature * _width, _width), sums);
            }
        }
    }
}
