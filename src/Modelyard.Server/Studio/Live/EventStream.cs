using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Modelyard.Lifecycle;

namespace Modelyard.Server.Studio.Live;

/// <summary>Tells open pages what has changed, by server-sent events. The yard is asked once a second for all of them together, and not at all when nobody listens.</summary>
internal sealed class EventStream(StudioYard yard, IHostApplicationLifetime lifetime, ILogger<EventStream> logger)
{
    private const int MostListeners = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A busy log changes at each question, and a page that adds up its day is not to be drawn at each.
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);
    private readonly Lock _gate = new();
    private readonly List<Listener> _listeners = [];
    private bool _isPolling;

    /// <summary>Answers <c>GET /studio/events</c> until the page is closed or the server stops.</summary>
    public async Task SendAsync(HttpContext context)
    {
        using var listener = new Listener();
        lock (_gate)
        {
            if (_listeners.Count >= MostListeners)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }

            _listeners.Add(listener);
            if (!_isPolling)
            {
                _isPolling = true;
                _ = Task.Run(PollAsync);
            }
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            await context.Response.WriteAsync("retry: 3000\n\n", end.Token).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
            while (!end.IsCancellationRequested)
            {
                string topics = await listener.NextAsync(Silence, end.Token).ConfigureAwait(false);

                // A comment now and then keeps the connection, and finds out whether there still is one.
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(topics.Length == 0 ? ":\n\n" : $"event: changed\ndata: {topics}\n\n"), end.Token).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The page is closed or the server stops; both are the usual end.
        }
        finally
        {
            lock (_gate)
            {
                _listeners.Remove(listener);
            }
        }
    }

    private async Task PollAsync()
    {
        YardRevision? last = null;
        string? logged = null;
        long toldAt = 0;
        using var timer = new PeriodicTimer(Interval);
        while (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            try
            {
                YardRevision now = yard.Yard.Revision;
                string topics = last is null ? "" : Changes(last, now);
                last = now;
                if (logged is null || Stopwatch.GetElapsedTime(toldAt) >= LogInterval)
                {
                    string written = yard.Yard.Predictions.Revision;
                    topics = logged is null || logged == written ? topics : $"{topics} {StudioTopics.Predictions}".TrimStart();
                    toldAt = logged == written ? toldAt : Stopwatch.GetTimestamp();
                    logged = written;
                }

                lock (_gate)
                {
                    if (_listeners.Count == 0)
                    {
                        _isPolling = false;
                        return;
                    }

                    if (topics.Length > 0)
                    {
                        _listeners.ForEach(listener => listener.Tell(topics));
                    }
                }
            }
            catch (Exception fault) when (fault is YardException or IOException or UnauthorizedAccessException)
            {
                logger.LogWarning("The studio cannot see whether the yard has changed: {Fault}", fault.Message);
            }

            await timer.WaitForNextTickAsync().ConfigureAwait(false);
        }
    }

    private static string Changes(YardRevision last, YardRevision now)
    {
        var topics = new List<string>();
        Add(StudioTopics.Models, last.Models, now.Models);
        Add(StudioTopics.Runs, last.Runs, now.Runs);
        Add(StudioTopics.Monitors, last.Monitors, now.Monitors);
        Add(StudioTopics.Alarms, last.Alarms, now.Alarms);
        return string.Join(' ', topics);

        void Add(string topic, string before, string after)
        {
            if (before != after)
            {
                topics.Add(topic);
            }
        }
    }
}
