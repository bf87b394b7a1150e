using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Modelyard.Server.Tests.Telemetry;

/// <summary>Stands in for a collector: takes what is sent by OTLP, over HTTP or gRPC, and may go away and come back at the same port.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private const int GrpcPrefixBytes = 5;
    private readonly ConcurrentQueue<(string Path, ProtobufMessage Message)> _received = new();
    private WebApplication? _server;

    /// <summary>Gets or sets a value indicating whether it takes nothing and answers 503.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Gets the paths of what it did not take.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    /// <summary>Gets the bytes of all that it took.</summary>
    public ConcurrentQueue<byte[]> Bodies { get; } = new();

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>Gets the headers of the last request.</summary>
    public IHeaderDictionary Headers { get; private set; } = new HeaderDictionary();

    /// <summary>Gets all spans, in the order of their arrival.</summary>
    public IReadOnlyList<OtlpSpan> Spans => [.. Records("/v1/traces").Select(span => new OtlpSpan(
        span.Record.Hex(1), span.Record.Hex(2), span.Record.Hex(4), span.Record.Text(5), Attributes(span.Record.All(9)), span.Resource))];

    /// <summary>Gets all log records, in the order of their arrival.</summary>
    public IReadOnlyList<OtlpLog> Logs => [.. Records("/v1/logs").Select(log => new OtlpLog(log.Record.Hex(9), log.Record.Hex(10), log.Record.Text(3), Value(log.Record.All(5).First()), log.Resource))];

    private bool IsGrpc { get; init; }

    public static async Task<OtlpCollector> StartAsync(bool isGrpc = false)
    {
        var collector = new OtlpCollector { IsGrpc = isGrpc };
        await collector.ComeAsync();
        return collector;
    }

    /// <summary>Gets the values of a series, in the order of their arrival: of a histogram its counts.</summary>
    public IReadOnlyList<double> Values(string metric, params (string Key, string Value)[] tags) =>
        [.. Records("/v1/metrics").Where(one => one.Record.Text(1) == metric).SelectMany(one => Points(one.Record)).Where(point => tags.All(tag => point.Tags.GetValueOrDefault(tag.Key) == tag.Value)).Select(point => point.Value)];

    /// <summary>Gets the newest value of a series; not a number if there is none.</summary>
    public double Last(string metric, params (string Key, string Value)[] tags) => Values(metric, tags) is [.., double last] ? last : double.NaN;

    /// <summary>Gets the attributes of the resource that metrics are of.</summary>
    public IReadOnlyDictionary<string, string> Resource => Records("/v1/metrics").First().Resource;

    public async Task ComeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = IsGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        builder.Services.AddRoutingCore();
        _server = builder.Build();
        _server.Urls.Add(Address.ToString());
        _server.Run(TakeAsync);
        await _server.StartAsync();
        Address = new Uri(_server.Urls.First());
    }

    public async Task GoAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _server!.StopAsync(now.Token);
        await _server.DisposeAsync();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await GoAsync();
        }
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (IsBusy)
        {
            Refused.Enqueue(context.Request.Path.Value!);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        Headers = new HeaderDictionary(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value));
        Bodies.Enqueue(body.ToArray());
        string path = context.Request.Path.Value!;
        if (!IsGrpc)
        {
            _received.Enqueue((path, new ProtobufMessage(body.ToArray())));
            context.Response.ContentType = "application/x-protobuf";
            return;
        }

        // As '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export'; each message has a flag and its length before it.
        _received.Enqueue(($"/v1/{path.Split('.')[3].Replace("trace", "traces", StringComparison.Ordinal)}", new ProtobufMessage(body.ToArray().AsMemory(GrpcPrefixBytes))));
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[GrpcPrefixBytes]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    /// <summary>Gets the spans, log records or metrics: all three are nested in resources and scopes in the same way.</summary>
    private IEnumerable<(ProtobufMessage Record, IReadOnlyDictionary<string, string> Resource)> Records(string path) =>
        from received in _received.Where(one => one.Path == path)
        from resource in received.Message.All(1)
        let attributes = Attributes(resource.All(1).SelectMany(one => one.All(1)))
        from scope in resource.All(2)
        from record in scope.All(2)
        select (record, attributes);

    private static IEnumerable<(IReadOnlyDictionary<string, string> Tags, double Value)> Points(ProtobufMessage metric) =>
        metric.All(5).Concat(metric.All(7)).SelectMany(data => data.All(1)).Select(point => (Attributes(point.All(7)), point.Has(4) ? point.Double(4) : (long)point.Number(6)))
            .Concat(metric.All(9).SelectMany(data => data.All(1)).Select(point => (Attributes(point.All(9)), (double)point.Number(4))));

    private static IReadOnlyDictionary<string, string> Attributes(IEnumerable<ProtobufMessage> pairs) => pairs.ToDictionary(pair => pair.Text(1), pair => Value(pair.All(2).First()), StringComparer.Ordinal);

    private static string Value(ProtobufMessage any) => any.Has(1) ? any.Text(1) : $"{any.Number(3)}";
}
