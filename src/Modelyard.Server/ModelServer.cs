using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Modelyard.Lifecycle.Tokens;
using Modelyard.Server.Hosting;
using Modelyard.Server.Logging;
using Modelyard.Server.Models;
using Modelyard.Server.Protocol;
using Modelyard.Server.Security;
using Modelyard.Server.Security.Sessions;
using Modelyard.Server.Security.Tls;
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
    // Who opens connections and says nothing on them takes some kilobytes for each, and no more than this many.
    private const int MostConnections = 10_000;

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
        IPAddress address = ServerOptionsCheck.AddressOf(options);
        var hosts = new HostList(address, options.AllowedHosts);
        ForwardedHeadersOptions? proxies = TrustedProxies.Read(options.Proxies);
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
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(hosts).AddSingleton<FailedAttempts>().AddSingleton<SessionStore>().AddSingleton<AccessGate>();
        builder.Services.AddSingleton<TokenWatch>().AddHostedService(services => services.GetRequiredService<TokenWatch>());
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

        if (options.Minutes is not null)
        {
            builder.Services.AddHostedService<ServerKeeper>();
        }

        if (options.Watch is not null)
        {
            builder.Services.AddHostedService<MonitorKeeper>();
            builder.Services.AddHostedService<AutomationKeeper>();
        }

        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.RequestTimeout + TimeSpan.FromSeconds(5));
        if (options.TlsCertificate is not null)
        {
            builder.Services.AddSingleton<ServerCertificate>().AddHostedService(services => services.GetRequiredService<ServerCertificate>());
        }

        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, options, address)).UseSockets(Configure);
        WebApplication server = builder.Build();
        IServiceProvider services = server.Services;
        ServerOptionsCheck.CheckTokens(options, address, services.GetRequiredService<TokenWatch>().Current);
        _ = services.GetService<ServerCertificate>();
        RequestLog log = services.GetRequiredService<RequestLog>();
        ServerTelemetry telemetry = services.GetRequiredService<ServerTelemetry>();
        var inference = new InferenceRoutes(models, options, memory, log, telemetry, services.GetService<StudioYard>());
        var metrics = new MetricsRoute(services.GetRequiredService<MetricCollector>(), service);
        ILogger<RequestGuard> logger = services.GetRequiredService<ILogger<RequestGuard>>();
        if (proxies is not null)
        {
            server.UseForwardedHeaders(proxies);
        }

        server.Use(next => new RequestTelemetry(next, telemetry).InvokeAsync);
        AccessGate gate = services.GetRequiredService<AccessGate>();
        var refusals = new RequestRefusal(telemetry.Requests);
        server.Use(next => new RequestGuard(next, inference, gate, refusals, logger).InvokeAsync);
        server.UseRouting();
        server.Use(next => new AccessCheck(next, gate, refusals).InvokeAsync);
        var map = new RouteMap(server);
        Map(
            map,
            new MetadataRoutes(inference),
            inference,
            new LogRoutes(inference, options, memory, log, telemetry.Trace),
            metrics,
            ActivatorUtilities.CreateInstance<SignInRoutes>(services),
            options.Studio is not null);
        if (options.Studio is not null)
        {
            var renderer = services.GetRequiredService<PageRenderer>();
            var yard = services.GetRequiredService<StudioYard>();
            new StudioRoutes(map, yard, renderer, new StudioActions(yard, renderer, options, memory), new TryReader(memory, services.GetRequiredService<TokenWatch>().Current.IsAsked), services.GetRequiredService<EventStream>()).Map();
        }

        return server;
    }

    private static void Configure(KestrelServerOptions kestrel, ModelServerOptions options, IPAddress address)
    {
        kestrel.AddServerHeader = false;

        // The routes keep the limit of the body themselves: Kestrel would end the connection while the caller still sends, and the answer be lost.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.RequestHeadersTimeout = options.RequestTimeout;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Listen(address, options.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (options.TlsCertificate is not null)
            {
                ServerCertificate certificate = kestrel.ApplicationServices.GetRequiredService<ServerCertificate>();
                listen.UseHttps(new TlsHandshakeCallbackOptions
                {
                    OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
                    {
                        ServerCertificateContext = certificate.Current,
                        ApplicationProtocols = [SslApplicationProtocol.Http11],
                        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    }),
                });
            }
        });
    }

    // Answering takes microseconds, less than handing a request from thread to thread and asking the socket first whether it has something.
    private static void Configure(SocketTransportOptions sockets)
    {
        sockets.UnsafePreferInlineScheduling = true;
        sockets.WaitForDataBeforeAllocatingBuffer = false;
    }

    private static void Map(RouteMap map, MetadataRoutes metadata, InferenceRoutes inference, LogRoutes logs, MetricsRoute metrics, SignInRoutes signIn, bool hasStudio)
    {
        var models = new RouteScope(TokenScopes.All, KeepsToModels: true);
        var log = new RouteScope(TokenScopes.Log, KeepsToModels: true);
        map.Get("/", Access.Viewer, models, hasStudio ? context => StudioAnswer.AcceptsPages(context.Request) ? StudioAnswer.LeadAsync(context, "/studio") : metadata.HomeAsync(context) : metadata.HomeAsync);
        map.Get("/ping", Access.Anyone, null, metadata.PingAsync);
        map.Get("/health", Access.Anyone, null, metadata.PingAsync);
        map.Get("/version", Access.Viewer, models, metadata.VersionAsync);
        map.Get("/openapi/v1.json", Access.Viewer, models, metadata.OpenApiAsync);
        map.Get("/metrics", Access.Viewer, new RouteScope(TokenScopes.Metrics, KeepsToModels: false), metrics.MetricsAsync);
        map.Get("/v2", Access.Viewer, models, metadata.ServerAsync);
        map.Get("/v2/models", Access.Viewer, models, metadata.ModelsAsync);
        map.Get("/v2/health/live", Access.Anyone, null, metadata.LiveAsync);
        map.Get("/v2/health/ready", Access.Anyone, null, metadata.ReadyAsync);
        map.Post("/invocations", Access.Operator, InferenceRoutes.Scope, inference.InvokeAsync);
        map.Post("/models/{name}/feedback", Access.Operator, log, logs.TakeLabelsAsync);
        map.Post("/models/{name}/predictions", Access.Operator, log, logs.TakePredictionsAsync);
        foreach (string model in (string[])["/v2/models/{name}", "/v2/models/{name}/versions/{version}"])
        {
            map.Get(model, Access.Viewer, models, metadata.ModelAsync);
            map.Get(model + "/ready", Access.Viewer, models, metadata.ModelReadyAsync);
            map.Post(model + "/infer", Access.Operator, InferenceRoutes.Scope, inference.InferAsync);
        }

        map.Get(PageStyle.Path, Access.Anyone, null, PageStyle.AnswerAsync);
        map.Get(SignInPage.Path, Access.Anyone, null, signIn.PageAsync);
        map.Post(SignInPage.Path, Access.Anyone, null, signIn.SignInAsync);
        map.Post(SignInPage.OutPath, Access.Anyone, null, signIn.SignOutAsync);
    }
}
