using System.Collections.Concurrent;
using System.Text.Json;

namespace Modelyard.Server.Protocol;

/// <summary>Holds the memory that one request works in, lent from a pool.</summary>
internal sealed class RequestScratch
{
    private const int MostKept = 256;
    private static readonly ConcurrentQueue<RequestScratch> Pool = new();

    private RequestScratch()
    {
        Writer = new Utf8JsonWriter(Answer, new JsonWriterOptions { SkipValidation = true });
    }

    public RowBatch Rows { get; } = new();

    public FaultList Faults { get; } = new();

    public PooledBuffer Body { get; } = new();

    public PooledBuffer Answer { get; } = new();

    public Utf8JsonWriter Writer { get; }

    public PredictionBatch Predictions { get; } = new();

    public static RequestScratch Rent() => Pool.TryDequeue(out RequestScratch? scratch) ? scratch : new RequestScratch();

    public void Return()
    {
        Rows.Release();
        Faults.Clear();
        Body.Release();
        Answer.Release();
        Predictions.Release();
        Writer.Reset();
        if (Pool.Count < MostKept)
        {
            Pool.Enqueue(this);
        }
    }
}
