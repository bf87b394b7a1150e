namespace Modelyard.Server.Studio.Live;

/// <summary>Represents one open page that waits for news. News that it has not taken yet are joined.</summary>
internal sealed class Listener : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly SortedSet<string> _topics = new(StringComparer.Ordinal);

    public void Tell(string topics)
    {
        lock (_gate)
        {
            _topics.UnionWith(topics.Split(' '));
            if (_news.CurrentCount == 0)
            {
                _news.Release();
            }
        }
    }

    /// <summary>Waits for news.</summary>
    /// <returns>The topics, or an empty text if there were none in the time.</returns>
    public async Task<string> NextAsync(TimeSpan time, CancellationToken cancellation)
    {
        await _news.WaitAsync(time, cancellation).ConfigureAwait(false);
        lock (_gate)
        {
            string topics = string.Join(' ', _topics);
            _topics.Clear();
            return topics;
        }
    }

    public void Dispose() => _news.Dispose();
}
