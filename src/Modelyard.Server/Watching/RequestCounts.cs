using System.Diagnostics;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Server.Watching;

/// <summary>Counts the requests for one model as long as the server runs, whichever of its versions answered. Safe for any number of threads; counting allocates nothing.</summary>
internal sealed class RequestCounts
{
    private const int FirstRefused = 400, FirstFailed = 500;

    private long _requests;
    private long _refused;
    private long _failed;
    private long _predictions;

    public LatencyCounts Latencies { get; } = new();

    public long Requests => Interlocked.Read(ref _requests);

    public long Refused => Interlocked.Read(ref _refused);

    public long Failed => Interlocked.Read(ref _failed);

    public long Predictions => Interlocked.Read(ref _predictions);

    /// <summary>Counts a request.</summary>
    /// <param name="status">The status of the answer.</param>
    /// <param name="ticks">What the whole request took, as <see cref="Stopwatch"/> counts it.</param>
    public void Record(int status, long ticks)
    {
        Interlocked.Increment(ref _requests);
        if (status >= FirstFailed)
        {
            Interlocked.Increment(ref _failed);
        }
        else if (status >= FirstRefused)
        {
            Interlocked.Increment(ref _refused);
        }

        Latencies.Add(Stopwatch.GetElapsedTime(0, ticks));
    }

    /// <summary>Counts rows that were predicted.</summary>
    public void Predicted(int rows) => Interlocked.Add(ref _predictions, rows);
}
