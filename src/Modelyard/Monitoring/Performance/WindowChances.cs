using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Monitoring;

/// <summary>Represents the chances of the classes of a window's rows, and replicates of them that show how unsure they are.</summary>
internal sealed class WindowChances
{
    private readonly int[] _labels;
    private readonly double[][] _weights;
    private readonly int[] _known, _predicted;
    private readonly Matrix _laid;
    private readonly Matrix[] _rows;
    private readonly int _classes;
    private readonly ChanceCurves _curves;

    /// <summary>Learns the curves of a window.</summary>
    /// <param name="reference">The predictions of the reference.</param>
    /// <param name="opinions">The second opinion; null if there is none.</param>
    /// <param name="overlap">How much each row of the reference weighs for the window.</param>
    /// <param name="window">The predictions of the window.</param>
    /// <param name="features">The features of the window, which the second opinion reads.</param>
    /// <param name="context">Threads and cancellation.</param>
    internal WindowChances(Predictions reference, FoldModels? opinions, Overlap overlap, Predictions window, Matrix features, FitContext context)
    {
        _labels = reference.Labels.ToArray();
        _weights = overlap.Alternatives;
        _known = reference.PredictedLabels.ToArray();
        _predicted = window.PredictedLabels.ToArray();
        _classes = reference.Classes.Count;
        var known = new ScoredRows(reference.Probabilities!, _known, opinions?.HeldOut);
        _curves = ChanceCurves.Learn(known, _labels, overlap.Weights);
        _laid = _curves.Lay(known);
        Matrix?[] opinion = opinions is null ? [null] : [.. opinions.Models.Select((_, fold) => opinions.Predict(fold, features, context.Parallelism))];
        _rows = Array.ConvertAll(opinion, own => _curves.Lay(new ScoredRows(window.Probabilities!, _predicted, own)));
    }

    /// <summary>Computes the chances, averaged over the models of the second opinion: rows x classes.</summary>
    internal Matrix Expected()
    {
        var sum = new Matrix(_predicted.Length, _classes);
        var own = new Matrix(_predicted.Length, _classes);
        foreach (Matrix rows in _rows)
        {
            _curves.Apply(rows, _predicted, own);
            VectorKernels.Axpy(1.0 / _rows.Length, own.AsSpan(), sum.AsSpan());
        }

        return sum;
    }

    /// <summary>Computes the chances as they might as well have been: the rows of the reference drawn again, with the weights of one classifier and the second opinion of one model.</summary>
    internal Matrix Replicate(int number, ref RandomStream random)
    {
        double[] drawn = Overlap.Draw(_weights[number % _weights.Length], ref random);
        var chances = new Matrix(_predicted.Length, _classes);
        _curves.Again(_laid, _known, _labels, drawn).Apply(_rows[number % _rows.Length], _predicted, chances);
        return chances;
    }
}
