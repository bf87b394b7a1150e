using Microsoft.AspNetCore.Http;
using Modelyard.Explanation.Shapley;
using Modelyard.Numerics;
using Modelyard.Server.Models;

namespace Modelyard.Server.Protocol;

/// <summary>Holds what the columns contribute to the predictions for the rows of one request.</summary>
internal sealed class ExplanationBatch(MemoryShare share)
{
    // So many rows are explained at once, which exact ways do faster, before the time is looked at; of estimates one row takes thousands of predictions.
    private const int BlockRows = 64;

    private double[] _contributions = [];
    private double[] _errors = [];
    private double[] _ends = [];
    private int[] _outputs = [];
    private int _width;
    private bool _isEstimated;

    /// <summary>Gets what each column contributes to the prediction of a row.</summary>
    public ReadOnlySpan<double> Row(int row) => _contributions.AsSpan(row * _width, _width);

    /// <summary>Gets the standard errors of the contributions to the prediction of a row; empty where nothing is estimated.</summary>
    public ReadOnlySpan<double> Errors(int row) => _isEstimated ? _errors.AsSpan(row * _width, _width) : [];

    /// <summary>Gets the output of a row that is explained.</summary>
    public int Output(int row) => _outputs[row];

    /// <summary>Gets what is explained of a row: the base and all contributions.</summary>
    public double Prediction(int row) => _ends[row];

    /// <summary>Explains all rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="values">What the model predicts of them: numbers, or rows x classes probabilities.</param>
    /// <param name="deadline">The moment, in milliseconds as <see cref="Environment.TickCount64"/> counts them, at which to give up.</param>
    public void Explain(ServedModel model, RowBatch rows, ReadOnlySpan<double> values, long deadline)
    {
        PredictionExplainer explainer = model.Explainer;
        _width = explainer.Columns.Count;
        _isEstimated = explainer.IsEstimated;
        Reserve(rows.Count, checked(rows.Count * _width));
        int outputs = explainer.Outputs.Count, block = _isEstimated ? 1 : BlockRows;
        for (int first = 0; first < rows.Count; first += block)
        {
            if (Environment.TickCount64 > deadline)
            {
                throw RequestFaultException.At("$", "timed_out", null, "To explain the rows took longer than the server allows; send them in parts.", StatusCodes.Status503ServiceUnavailable);
            }

            int count = Math.Min(block, rows.Count - first);
            Matrix features = Features(model, rows, first, count), contributions = new(count, outputs * _width);
            double[] errors = _isEstimated ? new double[outputs * _width] : [];
            if (_isEstimated)
            {
                explainer.Explain(features.Row(0), contributions.Row(0), errors);
            }
            else
            {
                explainer.Explain(features, contributions);
            }

            for (int i = 0; i < count; i++)
            {
                int row = first + i;
                int output = outputs == 1 ? 0 : model.Predictor.Decide(values.Slice(row * outputs, outputs));
                ReadOnlySpan<double> own = contributions.Row(i).Slice(output * _width, _width);
                double prediction = explainer.Base[output];
                foreach (double contribution in own)
                {
                    prediction += contribution;
                }

                own.CopyTo(_contributions.AsSpan(row * _width));
                if (_isEstimated)
                {
                    errors.AsSpan(output * _width, _width).CopyTo(_errors.AsSpan(row * _width));
                }

                _outputs[row] = output;
                _ends[row] = prediction;
            }
        }
    }

    public void Release()
    {
        if (_contributions.Length > BufferPool<double>.LongestKept)
        {
            BufferPool<double>.Return(_contributions, share);
            BufferPool<double>.Return(_errors, share);
            BufferPool<double>.Return(_ends, share);
            (_contributions, _errors, _ends, _outputs) = ([], [], [], []);
        }
    }

    private void Reserve(int rows, int length)
    {
        if (_contributions.Length < length)
        {
            BufferPool<double>.Return(_contributions, share);
            _contributions = [];
            _contributions = BufferPool<double>.Rent(length, share);
        }

        if (_isEstimated && _errors.Length < length)
        {
            BufferPool<double>.Return(_errors, share);
            _errors = [];
            _errors = BufferPool<double>.Rent(length, share);
        }

        if (_ends.Length < rows)
        {
            BufferPool<double>.Return(_ends, share);
            _ends = [];
            _ends = BufferPool<double>.Rent(rows, share);
            _outputs = new int[_ends.Length];
        }
    }

    private static Matrix Features(ServedModel model, RowBatch rows, int first, int count) => model.Encoder.HasTexts
        ? rows.WithTerms(model.Encoder.Features.Count, first, count).ToDense()
        : rows.Dense(first, count);
}
