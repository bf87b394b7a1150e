using Microsoft.AspNetCore.Http;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Server.Models;

namespace Modelyard.Server.Protocol;

/// <summary>Holds what a model predicts for the rows of one request.</summary>
internal sealed class PredictionBatch(MemoryShare share)
{
    private const int MostRows = 1024;
    private const int BlockCells = 4096;
    private const int FewRows = 32;
    private const int TextRows = 256;
    private double[] _values = [];

    /// <summary>Gets the numbers, or rows x classes probabilities.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Predicts all rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="deadline">The moment, in milliseconds as <see cref="Environment.TickCount64"/> counts them, at which to give up.</param>
    public void Predict(ServedModel model, RowBatch rows, long deadline)
    {
        int width = Math.Max(1, model.Classes.Length);
        int length = checked(rows.Count * width);
        if (_values.Length < length)
        {
            BufferPool<double>.Return(_values, share);
            _values = [];
            _values = BufferPool<double>.Rent(length, share);
        }

        if (rows.Count <= FewRows && !model.Encoder.HasTexts)
        {
            for (int row = 0; row < rows.Count; row++)
            {
                if (model.IsClassifier)
                {
                    model.Predictor.PredictClass(rows.Row(row), _values.AsSpan(row * width, width));
                }
                else
                {
                    _values[row] = model.Predictor.PredictNumber(rows.Row(row));
                }
            }

            return;
        }

        // Blocks stay so small that what is made for them, also by a preparation that widens the rows, is never a large object:
        // large objects are collected late, and a few callers with many rows would make the server grow.
        int block = model.Encoder.HasTexts ? TextRows : Math.Clamp(BlockCells / Math.Max(1, rows.Width), 16, MostRows);
        for (int first = 0; first < rows.Count; first += block)
        {
            if (Environment.TickCount64 > deadline)
            {
                throw RequestFaultException.At("$", "timed_out", null, "The request took longer than the server allows; send it in parts.", StatusCodes.Status503ServiceUnavailable);
            }

            PredictBlock(model, rows, first, Math.Min(block, rows.Count - first), width);
        }
    }

    public void Release()
    {
        if (_values.Length > BufferPool<double>.LongestKept)
        {
            BufferPool<double>.Return(_values, share);
            _values = [];
        }
    }

    private void PredictBlock(ServedModel model, RowBatch rows, int first, int count, int width)
    {
        Span<double> target = _values.AsSpan(first * width, count * width);
        if (model.Encoder.HasTexts)
        {
            PredictTexts(model, rows.WithTerms(model.Encoder.Features.Count, first, count), target);
            return;
        }

        var features = rows.Dense(first, count);
        if (model.Predictor.Model is IRegressionModel regressor)
        {
            regressor.Predict(features, target);
            return;
        }

        var probabilities = new Matrix(count, width);
        ((IClassificationModel)model.Predictor.Model).PredictProbability(features, probabilities);
        probabilities.AsSpan().CopyTo(target);
    }

    private static void PredictTexts(ServedModel model, SparseMatrix rows, Span<double> target)
    {
        if (model.Predictor.Model is IRegressionModel regressor)
        {
            regressor.Predict(rows, target);
            return;
        }

        var probabilities = new Matrix(rows.Rows, target.Length / rows.Rows);
        ((IClassificationModel)model.Predictor.Model).PredictProbability(rows, probabilities);
        probabilities.AsSpan().CopyTo(target);
    }
}
