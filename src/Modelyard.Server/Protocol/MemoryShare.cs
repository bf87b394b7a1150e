namespace Modelyard.Server.Protocol;

/// <summary>Represents what one request has taken of the memory for large requests. What ordinary requests need is not counted and costs nothing here.</summary>
internal sealed class MemoryShare
{
    private MemoryLimit? _limit;
    private long _taken;

    public void Begin(MemoryLimit limit) => _limit = limit;

    public void Take(long bytes)
    {
        if (bytes > 0)
        {
            _limit?.Take(_taken, bytes);
            _taken += bytes;
        }
    }

    public void Give(long bytes)
    {
        if (bytes > 0)
        {
            _limit?.Give(bytes);
            _taken -= bytes;
        }
    }

    /// <summary>Gives back whatever is still taken.</summary>
    public void End()
    {
        Give(_taken);
        _limit = null;
    }
}
