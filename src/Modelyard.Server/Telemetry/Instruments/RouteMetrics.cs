using System.Globalization;

namespace Modelyard.Server.Telemetry.Instruments;

/// <summary>Counts the requests of one route and method by the status of their answers.</summary>
/// <param name="durations">The histogram of all requests.</param>
/// <param name="scheme">The scheme of the server's address.</param>
/// <param name="method">The method, one of those that are known.</param>
/// <param name="route">The pattern of the route; null if the request has none.</param>
internal sealed class RouteMetrics(DurationHistogram durations, string scheme, string method, string? route)
{
    private const int FirstError = 500;
    private const int StatusEnd = 600;
    private readonly DurationSeries?[] _byStatus = new DurationSeries?[StatusEnd];
    private readonly Lock _lock = new();

    public string Method => method;

    public string? Route => route;

    /// <summary>Counts a request.</summary>
    /// <param name="status">The status of the answer.</param>
    /// <param name="ticks">What it took, as <see cref="System.Diagnostics.Stopwatch"/> counts it.</param>
    public void Record(int status, long ticks) => Of(Math.Clamp(status, 0, StatusEnd - 1)).Record(ticks);

    private DurationSeries Of(int status)
    {
        if (Volatile.Read(ref _byStatus[status]) is { } known)
        {
            return known;
        }

        lock (_lock)
        {
            return _byStatus[status] ??= durations.Add(TagsOf(status));
        }
    }

    private KeyValuePair<string, object?>[] TagsOf(int status)
    {
        List<KeyValuePair<string, object?>> tags =
        [
            new("http.request.method", method),
            new("http.response.status_code", status),
            new("url.scheme", scheme),
        ];
        if (route is not null)
        {
            tags.Add(new("http.route", route));
        }

        if (status >= FirstError)
        {
            tags.Add(new("error.type", status.ToString(CultureInfo.InvariantCulture)));
        }

        return [.. tags];
    }
}
