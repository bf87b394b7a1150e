using Microsoft.AspNetCore.Http;
using Modelyard.Learning;
using Modelyard.Server.Models;

namespace Modelyard.Server.Protocol;

/// <summary>Holds the intervals, or the sets of classes, of the rows of one request.</summary>
internal sealed class IntervalBatch(MemoryShare share)
{
    private const int BlockRows = 256;

    private readonly PooledRows _values = new(share);

    /// <summary>Gets the lower and the upper end of a row, or for each class 1 if it is in the set, else 0.</summary>
    public ReadOnlySpan<double> Row(int row) => _values.Row(row);

    /// <summary>Predicts all rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="deadline">The moment, in milliseconds as <see cref="Environment.TickCount64"/> counts them, at which to give up.</param>
    /// <exception cref="RequestFaultException">The model gives neither, or the time is over.</exception>
    public void Predict(ServedModel model, RowBatch rows, long deadline)
    {
        if (model.Intervals is null && model.Sets is null)
        {
            throw RequestFaultException.At(
                "$", "no_intervals", null, $"The model '{model.Version.Name}' gives neither intervals nor sets. Train it with '--interval', or fit a 'ConformalRegressor' or a 'ConformalClassifier'.");
        }

        _values.Reserve(rows.Count, model.Sets is null ? 2 : model.Classes.Length);
        for (int first = 0; first < rows.Count; first += BlockRows)
        {
            if (Environment.TickCount64 > deadline)
            {
                throw RequestFaultException.At("$", "timed_out", null, "The request took longer than the server allows; send it in parts.", StatusCodes.Status503ServiceUnavailable);
            }

            int count = Math.Min(BlockRows, rows.Count - first);
            Span<double> target = _values.Rows(first, count);
            if (model.Intervals is { } intervals)
            {
                PredictIntervals(intervals, model, rows, first, target);
            }
            else
            {
                PredictSets(model.Sets!, model, rows, first, target);
            }
        }
    }

    public void Release() => _values.Release();

    private static void PredictIntervals(IIntervalModel intervals, ServedModel model, RowBatch rows, int first, Span<double> target)
    {
        var own = new PredictedInterval[target.Length / 2];
        if (model.Encoder.HasTexts)
        {
            intervals.PredictInterval(rows.WithTerms(model.Encoder.Features.Count, first, own.Length), own);
        }
        else
        {
            intervals.PredictInterval(rows.Dense(first, own.Length), own);
        }

        for (int row = 0; row < own.Length; row++)
        {
            target[2 * row] = own[row].Low;
            target[(2 * row) + 1] = own[row].High;
        }
    }

    private static void PredictSets(ISetModel sets, ServedModel model, RowBatch rows, int first, Span<double> target)
    {
        bool[] own = new bool[target.Length];
        int count = target.Length / model.Classes.Length;
        if (model.Encoder.HasTexts)
        {
            sets.PredictSet(rows.WithTerms(model.Encoder.Features.Count, first, count), own);
        }
        else
        {
            sets.PredictSet(rows.Dense(first, count), own);
        }

        for (int i = 0; i < own.Length; i++)
        {
            target[i] = own[i] ? 1 : 0;
        }
    }
}
