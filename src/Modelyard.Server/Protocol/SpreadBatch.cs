using Microsoft.AspNetCore.Http;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Server.Models;

namespace Modelyard.Server.Protocol;

/// <summary>Holds how far the members of an ensemble are apart for the rows of one request.</summary>
internal sealed class SpreadBatch(MemoryShare share)
{
    private const int BlockRows = 256;
    private const int Parts = 3;

    private readonly PooledRows _values = new(share);

    /// <summary>Gets the standard deviation of a row, or its total, aleatoric and epistemic uncertainty.</summary>
    public ReadOnlySpan<double> Row(int row) => _values.Row(row);

    /// <summary>Predicts all rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="deadline">The moment, in milliseconds as <see cref="Environment.TickCount64"/> counts them, at which to give up.</param>
    /// <exception cref="RequestFaultException">The model is no ensemble, or the time is over.</exception>
    public void Predict(ServedModel model, RowBatch rows, long deadline)
    {
        if (!model.HasSpread)
        {
            throw RequestFaultException.At(
                "$", "no_spread", null, $"The model '{model.Version.Name}' is not made of several models that each predict the target, so it has no spread. Leave 'spread' out, or serve a forest, extra trees, bagging, a vote or a calibrated classifier.");
        }

        _values.Reserve(rows.Count, model.IsClassifier ? Parts : 1);
        for (int first = 0; first < rows.Count; first += BlockRows)
        {
            if (Environment.TickCount64 > deadline)
            {
                throw RequestFaultException.At("$", "timed_out", null, "The request took longer than the server allows; send it in parts.", StatusCodes.Status503ServiceUnavailable);
            }

            int count = Math.Min(BlockRows, rows.Count - first);
            Span<double> target = _values.Rows(first, count);
            if (model.Predictor.Model is ISpreadModel spread)
            {
                PredictNumbers(spread, model, rows, first, target);
            }
            else
            {
                PredictClasses((IUncertaintyModel)model.Predictor.Model, model, rows, first, target);
            }
        }
    }

    public void Release() => _values.Release();

    private static void PredictNumbers(ISpreadModel ensemble, ServedModel model, RowBatch rows, int first, Span<double> target)
    {
        var own = new PredictedSpread[target.Length];
        if (model.Encoder.HasTexts)
        {
            ensemble.PredictSpread(rows.WithTerms(model.Encoder.Features.Count, first, own.Length), own);
        }
        else
        {
            ensemble.PredictSpread(rows.Dense(first, own.Length), own);
        }

        for (int row = 0; row < own.Length; row++)
        {
            target[row] = own[row].Deviation;
        }
    }

    private static void PredictClasses(IUncertaintyModel ensemble, ServedModel model, RowBatch rows, int first, Span<double> target)
    {
        var own = new PredictedUncertainty[target.Length / Parts];
        var probabilities = new Matrix(own.Length, model.Classes.Length);
        if (model.Encoder.HasTexts)
        {
            ensemble.PredictUncertainty(rows.WithTerms(model.Encoder.Features.Count, first, own.Length), probabilities, own);
        }
        else
        {
            ensemble.PredictUncertainty(rows.Dense(first, own.Length), probabilities, own);
        }

        for (int row = 0; row < own.Length; row++)
        {
            (target[Parts * row], target[(Parts * row) + 1], target[(Parts * row) + 2]) = own[row];
        }
    }
}
