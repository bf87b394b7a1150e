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
        Rows = new RowBatch(Memory);
        Body = new PooledBuffer(Memory);
        Answer = new PooledBuffer(Memory);
        Predictions = new PredictionBatch(Memory);
        Explanations = new ExplanationBatch(Memory);
        Intervals = new IntervalBatch(Memory);
        Spread = new SpreadBatch(Memory);
        Writer = new Utf8JsonWriter(Answer, new JsonWriterOptions { SkipValidation = true });
    }

    /// <summary>Gets what the request has taken of the memory for large requests.</summary>
    public MemoryShare Memory { get; } = new();

    public RowBatch Rows { get; }

    public FaultList Faults { get; } = new();

    public PooledBuffer Body { get; }

    public PooledBuffer Answer { get; }

    public Utf8JsonWriter Writer { get; }

    public PredictionBatch Predictions { get; }

    public ExplanationBatch Explanations { get; }

    public IntervalBatch Intervals { get; }

    public SpreadBatch Spread { get; }

    public static RequestScratch Rent(MemoryLimit limit)
    {
        RequestScratch scratch = Pool.TryDequeue(out RequestScratch? kept) ? kept : new RequestScratch();
        scratch.Memory.Begin(limit);
        return scratch;
    }

    /// <summary>Gives the memory back, whether the request was answered or refused.</summary>
    public void Return()
    {
        Rows.Release();
        Faults.Clear();
        Body.Release();
        Answer.Release();
        Predictions.Release();
        Explanations.Release();
        Intervals.Release();
        Spread.Release();
        Writer.Reset();
        Memory.End();
        if (Pool.Count < MostKept)
        {
            Pool.Enqueue(this);
        }
    }
}
