using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Modelyard.Server.Hosting;
using Modelyard.Server.Logging;
using Modelyard.Server.Models;
using Modelyard.Server.Protocol;
using Modelyard.Server.Studio;
using Modelyard.Server.Studio.Live;
using Modelyard.Server.Studio.Pages.Trying;
using Modelyard.Server.Studio.Routing;
using Modelyard.Server.Telemetry;
using Modelyard.Server.Telemetry.Collecting;
using Modelyard.Server.Telemetry.Dogstatsd;
using Modelyard.Server.Telemetry.Otlp;
using Modelyard.Server.Telemetry.Prometheus;
using Modelyard.Server.Watching;

namespace Modelyard.Server;

/// <summary>Serves models over HTTP: by the Open Inference Protocol, and as MLflow's scoring server does.</summary>
public static class ModelServer
{
    /// <summary>Serves until cancelled, or until the process is asked to end; requests that are being answered are finished.</summary>
    /// <param name="options">What is served, and where.</param>
    /// <param name="cancellationToken">Ends the serving.</param>
    /// <returns>A task that ends when the server has stopped.</returns>
    /// <exception cref="ModelyardException">A model cannot be loaded, the options do not fit together, or the address cannot be listened on.</exception>
    public static async Task RunAsync(ModelServerOptions options, CancellationToken cancellationToken = default)
    {
        WebApplication server = Build(options);
        await using (server.ConfigureAwait(false))
        {
            try
            {
                await server.StartAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is IOException or AddressInUseException or SocketException)
            {
                throw new ModelyardException($"The server cannot listen on '{options.Host}', port {options.Port}: {WhyNot(fault, options.Port)}", fault);
            }

            options.Listening?.Invoke(new Uri(server.Urls.First()));
            await server.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says why an address cannot be listened on, and what can be done.</summary>
    private static string WhyNot(Exception fault, int port)
    {
        string another = $"Choose another port, as in '--port {(port is >= 1024 and < 65535 ? port + 1 : 8080)}', or 0 for any that is free.";
        return (fault as SocketException ?? fault.InnerException as SocketException)?.SocketErrorCode switch
        {
            _ when fault is AddressInUseException || fault.InnerException is AddressInUseException => $"another program uses it. {another}",
            SocketError.AddressAlreadyInUse => $"another program uses it. {another}",
            SocketError.AddressNotAvailable => "this machine has no such address. Give one of its own with '--host', or '*' for all.",
            SocketError.AccessDenied => $"it takes the rights of an administrator. {another}",
            _ => $"{fault.Message.TrimEnd('.')}. {another}",
        };
    }

    /// <summary>Loads the models and builds the server, which is then to be started.</summary>
    /// <param name="options">What is served, and where.</param>
    /// <returns>The server.</returns>
    /// <exception cref="ModelyardException">A model cannot be loaded, or the options do not fit together.</exception>
    public static WebApplication Build(ModelServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        IPAddress address = Check(options);
        var models = new ModelSet(options.Source ?? new ModelFileSource(), options.Models);
        var memory = new MemoryLimit(options.MaxMemoryBytes);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter(typeof(ModelWatch).FullName, LogLevel.Information);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);

        // A host that may log a request begins an activity for each, which costs every request and tells nobody anything here.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options).AddSingleton(models).AddSingleton(memory).AddSingleton<RequestLog>().AddHostedService<ModelWatch>();
        var service = new ServiceIdentity(options.Telemetry);
        builder.Services.AddSingleton<ServerTelemetry>().AddSingleton<MetricCollector>();
        OtlpExport.Add(builder, new OtlpSettings(options.Telemetry), service);
        if (options.Telemetry.Dogstatsd is { } dogstatsd)
        {
            builder.Services.AddSingleton(new DogstatsdAddress(dogstatsd, options.Telemetry.Variables)).AddSingleton(new DogstatsdLines(service)).AddHostedService<DogstatsdSender>();
        }

        if (options.Predictions is not null)
        {
            builder.Services.AddHostedService<LogKeeper>();
        }

        if (options.Studio is { } folder)
        {
            builder.Services.AddSingleton(_ => new StudioYard(folder)).AddSingleton<PageRenderer>().AddSingleton<EventStream>();
        }

        if (options.Watch is not null)
        {
            builder.Services.AddHostedService<MonitorKeeper>();
        }

        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.RequestTimeout + TimeSpan.FromSeconds(5));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options, address)).UseSockets(Configure);
        WebApplication server = builder.Build();
        IServiceProvider services = server.Services;
        RequestLog log = services.GetRequiredService<RequestLog>();
        ServerTelemetry telemetry = services.GetRequiredService<ServerTelemetry>();
        var inference = new InferenceRoutes(models, options, memory, log, telemetry, services.GetService<StudioYard>());
        var metrics = new MetricsRoute(services.GetRequiredService<MetricCollector>(), service);
        ILogger<RequestGuard> logger = services.GetRequiredService<ILogger<RequestGuard>>();
        server.Use(next => new RequestTelemetry(next, telemetry).InvokeAsync);
        server.Use(next => new RequestGuard(next, inference, options, telemetry.Requests, logger).InvokeAsync);
        server.UseRouting();
        Map(server, new MetadataRoutes(models, inference), inference, new LogRoutes(inference, options, memory, log, telemetry.Trace), metrics, options.Studio is not null);
        if (options.Studio is not null)
        {
            var renderer = services.GetRequiredService<PageRenderer>();
            var yard = services.GetRequiredService<StudioYard>();
            new StudioRoutes(server, yard, renderer, new StudioActions(yard, renderer, options, memory), new TryReader(memory, options.Token is not null), services.GetRequiredService<EventStream>()).Map();
        }

        return server;
    }

    private static IPAddress Check(ModelServerOptions options)
    {
        if (options.Models.Count == 0 && options.Studio is null)
        {
            throw new ModelyardException("There is no model to serve; name one or more.");
        }

        if (options.Port is < 0 or > 65535)
        {
            throw new ModelyardException($"The port is '{options.Port}' and must be 0 to 65535.");
        }

        if (options.MaxBodyBytes < 1 || options.MaxMemoryBytes < 1 || options.MaxRows < 1 || options.RequestTimeout <= TimeSpan.Zero || options.PollInterval <= TimeSpan.Zero || options.WatchInterval <= TimeSpan.Zero)
        {
            throw new ModelyardException("The limits of body, rows and memory and the times of request, poll and watch must be greater than 0.");
        }

        if (options.Telemetry.DogstatsdInterval <= TimeSpan.Zero)
        {
            throw new ModelyardException($"The time between two sendings to DogStatsD is '{options.Telemetry.DogstatsdInterval}' and must be greater than 0.");
        }

        IPAddress? address = options.Host switch
        {
            "localhost" => IPAddress.Loopback,
            "*" => IPAddress.Any,
            _ => IPAddress.TryParse(options.Host, out IPAddress? parsed) ? parsed : null,
        };
        if (address is null)
        {
            throw new ModelyardException($"The host is '{options.Host}' and must be an IP address, 'localhost', or '*' for all addresses.");
        }

        return options.Token is { } token
            ? string.IsNullOrWhiteSpace(token) ? throw new ModelyardException("The token is empty; give one, or none.") : address
            : IPAddress.IsLoopback(address) ? address : throw new ModelyardException(
                $"The host is '{options.Host}', which others can reach, and there is no token. Give a token, or serve on 127.0.0.1.");
    }

    private static void Configure(KestrelServerOptions kestrel, ModelServerOptions options, IPAddress address)
    {
        kestrel.AddServerHeader = false;

        // The routes keep the limit of the body themselves: Kestrel would end the connection while the caller still sends, and the answer be lost.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.RequestHeadersTimeout = options.RequestTimeout;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Listen(address, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
    }

    // Answering takes microseconds, less than handing a request from thread to thread and asking the socket first whether it has something.
    private static void Configure(SocketTransportOptions sockets)
    {
        sockets.UnsafePreferInlineScheduling = true;
        sockets.WaitForDataBeforeAllocatingBuffer = false;
    }

    private static void Map(WebApplication server, MetadataRoutes metadata, InferenceRoutes inference, LogRoutes logs, MetricsRoute metrics, bool hasStudio)
    {
        void Get(string pattern, RequestDelegate answer) => server.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], answer);
        Get("/", hasStudio ? context => StudioAnswer.AcceptsPages(context.Request) ? StudioAnswer.LeadAsync(context, "/studio") : metadata.HomeAsync(context) : metadata.HomeAsync);
        Get("/ping", metadata.PingAsync);
        Get("/health", metadata.PingAsync);
        Get("/version", metadata.VersionAsync);
        Get("/openapi/v1.json", metadata.OpenApiAsync);
        Get("/metrics", metrics.MetricsAsync);
        Get("/v2", metadata.ServerAsync);
        Get("/v2/models", metadata.ModelsAsync);
        Get("/v2/health/live", metadata.LiveAsync);
        Get("/v2/health/ready", metadata.ReadyAsync);
        server.MapPost("/invocations", inference.InvokeAsync);
        server.MapPost("/models/{name}/feedback", logs.TakeLabelsAsync);
        server.MapPost("/models/{name}/predictions", logs.TakePredictionsAsync);
        foreach (string model in (string[])["/v2/models/{name}", "/v2/models/{name}/versions/{version}"])
        {
            Get(model, metadata.ModelAsync);
            Get(model + "/ready", metadata.ModelReadyAsync);
            server.MapPost(model + "/infer", inference.InferAsync);
        }
    }
}
