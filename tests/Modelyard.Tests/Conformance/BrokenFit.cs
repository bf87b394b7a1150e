using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Conformance;

/// <summary>Represents a fit that keeps all chunks and the contract but for one promise.</summary>
internal sealed class BrokenFit(BrokenClassifier estimator, FitContext context) : IIncrementalFit
{
    private readonly List<Dataset> _chunks = [];
    private BrokenModel? _given;

    public long RowCount { get; private set; }

    public void PartialFit(Dataset chunk)
    {
        if (estimator.Fault != Fault.StreamsOnAfterCancellation)
        {
            context.Cancellation.ThrowIfCancellationRequested();
        }

        if (estimator.Fault == Fault.KeepsRefusedChunks)
        {
            RowCount += chunk.RowCount;
        }

        if (_chunks.Count > 0)
        {
            DataShape.Of(_chunks[0]).Check(chunk);
        }

        FitChecks.Run(estimator, chunk);
        _chunks.Add(chunk);
        _given?.Shift();
        RowCount += estimator.Fault switch
        {
            Fault.KeepsRefusedChunks => 0,
            Fault.CountsRowsWrongly => 1,
            _ => chunk.RowCount,
        };
    }

    public IPredictiveModel ToModel()
    {
        if (_chunks.Count == 0)
        {
            throw new ModelyardException("There are no rows yet.");
        }

        IEnumerable<Dataset> chunks = estimator.Fault == Fault.ForgetsTheFirstChunk && _chunks.Count > 1 ? _chunks.Skip(1) : _chunks;
        Dataset all = Join([.. chunks]);
        FitContext quiet = estimator.Fault == Fault.StreamsOnAfterCancellation ? FitContext.Default : context;
        BrokenModel model = estimator.Fit(all, quiet);
        _given = estimator.Fault == Fault.SharesItsFit ? model : null;
        return model;
    }

    private static Dataset Join(Dataset[] chunks)
    {
        var features = new Matrix(chunks.Sum(chunk => chunk.RowCount), chunks[0].FeatureCount);
        int at = 0;
        foreach (Dataset chunk in chunks)
        {
            for (int row = 0; row < chunk.RowCount; row++)
            {
                chunk.Features.Row(row).CopyTo(features.Row(at++));
            }
        }

        return Dataset.ForClassification(features, [.. chunks.SelectMany(chunk => chunk.Labels.ToArray())], chunks[0].Classes, chunks[0].Schema);
    }
}
