using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Modelyard.Server.Protocol;

namespace Modelyard.Server.Telemetry.Instruments;

/// <summary>Counts requests: how many there are, how long they took, how they were answered and what was wrong with them.</summary>
/// <remarks>Names, attributes and buckets are those of OpenTelemetry's semantic conventions for HTTP servers. Labels are never what a caller sent: a path is counted under the pattern of its route, a strange method as another.</remarks>
internal sealed class RequestMetrics
{
    private const string OtherMethod = "_OTHER";
    private const int MostCodes = 100;
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private readonly string _scheme;
    private readonly DurationHistogram _durations;
    private readonly ConcurrentDictionary<(string? Route, string Method), RouteMetrics> _routes = new();
    private readonly ConcurrentDictionary<string, FaultCount> _faults = new(StringComparer.Ordinal);
    private long _active;

    public RequestMetrics(ServerMeter meter, string scheme)
    {
        _scheme = scheme;
        _durations = meter.AddDurations("http.server.request.duration", "How long requests took, from their headers to the last byte of the answer.", Bounds);
        meter.Meter.CreateObservableUpDownCounter("http.server.active_requests", () => Interlocked.Read(ref _active), "{request}", "How many requests are being answered.");
        meter.AddCounter("modelyard.request.faults", "{fault}", "How many faults requests had, by the code that the answer gives them.", () => _faults.Select(fault => fault.Value.Read(fault.Key)));
    }

    /// <summary>Counts a request as one that is being answered.</summary>
    public void Begin() => Interlocked.Increment(ref _active);

    /// <summary>Counts a request that was answered.</summary>
    /// <param name="route">Its route and method.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="ticks">What it took, as <see cref="System.Diagnostics.Stopwatch"/> counts it.</param>
    public void End(RouteMetrics route, int status, long ticks)
    {
        Interlocked.Decrement(ref _active);
        route.Record(status, ticks);
    }

    /// <summary>Counts the faults of a request that is refused.</summary>
    public void Count(IReadOnlyList<FieldFault> faults)
    {
        foreach (FieldFault fault in faults)
        {
            if (_faults.TryGetValue(fault.Code, out FaultCount? count) || _faults.Count < MostCodes)
            {
                (count ?? _faults.GetOrAdd(fault.Code, _ => new FaultCount())).Increment();
            }
        }
    }

    /// <summary>Makes what marks a request as one of a route for those that are answered without the routing.</summary>
    /// <param name="route">The pattern of the route.</param>
    /// <param name="method">The method.</param>
    /// <param name="metadata">What else the routing would have found.</param>
    public Endpoint EndpointOf(string route, string method, params ReadOnlySpan<object> metadata) => new(null, new EndpointMetadataCollection([Of(route, method), .. metadata]), route);

    /// <summary>Gets the route that answered a request; without one it counts among the requests that no route takes.</summary>
    public RouteMetrics RouteOf(HttpContext context) =>
        context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<RouteMetrics>() is { } known
            ? known
            : Of((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, context.Request.Method);

    private RouteMetrics Of(string? route, string method) =>
        _routes.GetOrAdd((route, KnownMethod(method)), key => new RouteMetrics(_durations, _scheme, key.Method, key.Route));

    private static string KnownMethod(string method)
    {
        string canonical = HttpMethods.GetCanonicalizedValue(method);
        return HttpMethods.IsGet(canonical) || HttpMethods.IsPost(canonical) || HttpMethods.IsHead(canonical) || HttpMethods.IsPut(canonical) || HttpMethods.IsDelete(canonical)
            || HttpMethods.IsOptions(canonical) || HttpMethods.IsPatch(canonical) || HttpMethods.IsConnect(canonical) || HttpMethods.IsTrace(canonical)
            ? canonical
            : OtherMethod;
    }

    private sealed class FaultCount
    {
        private long _count;

        public void Increment() => Interlocked.Increment(ref _count);

        public Measurement<long> Read(string code) => new(Interlocked.Read(ref _count), new KeyValuePair<string, object?>("code", code));
    }
}
