using Microsoft.AspNetCore.Http;

namespace Modelyard.Server.Protocol;

/// <summary>Bounds the memory that the large requests of a server take at once, all together: their bodies, their rows and their answers.</summary>
/// <remarks>A request that is alone may take more, so that what the limits of one request allow is never refused for ever.</remarks>
internal sealed class MemoryLimit(long mostBytes)
{
    private const int SecondsToWait = 1;
    private readonly Lock _lock = new();
    private long _taken;
    private long _givenBack;

    /// <summary>Gets what the large requests may take together, in bytes.</summary>
    public long Most => mostBytes;

    /// <summary>Gets what the requests of the moment have taken, in bytes.</summary>
    public long Taken
    {
        get
        {
            lock (_lock)
            {
                return _taken;
            }
        }
    }

    /// <summary>Takes memory.</summary>
    /// <param name="own">What the request has taken so far.</param>
    /// <param name="bytes">What it needs in addition.</param>
    /// <exception cref="RequestFaultException">The others leave too little.</exception>
    public void Take(long own, long bytes)
    {
        lock (_lock)
        {
            if (_taken > own && _taken + bytes > mostBytes)
            {
                throw new RequestFaultException(
                    StatusCodes.Status503ServiceUnavailable,
                    "The server is at work on as many large requests as its memory allows; send it again in a second, or in parts.",
                    [new FieldFault("$", "busy", null, $"The large requests of the server may take {mostBytes:N0} bytes together.")])
                {
                    RetryAfterSeconds = SecondsToWait,
                };
            }

            _taken += bytes;
        }
    }

    /// <summary>Gives memory back.</summary>
    public void Give(long bytes)
    {
        lock (_lock)
        {
            _taken -= bytes;
            _givenBack += bytes;
            if (_givenBack < mostBytes / 2)
            {
                return;
            }

            _givenBack = 0;
        }

        // Left to itself, on a machine with much memory, the collector lets large objects pile up to several times the limit.
        // Large requests take hundreds of milliseconds, a collection now and then a few.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
    }
}
