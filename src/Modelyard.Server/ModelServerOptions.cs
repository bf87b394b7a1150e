using Modelyard.Lifecycle.Predictions;
using Modelyard.Server.Models;
using Modelyard.Server.Telemetry;

namespace Modelyard.Server;

/// <summary>Says which models a server answers for, where it listens, and what a request may take.</summary>
public sealed record ModelServerOptions
{
    /// <summary>Gets the references of the models, as the source understands them; the first is the one that <c>/invocations</c> serves.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Gets where models come from; by default a reference is the path of a model file.</summary>
    public IModelSource? Source { get; init; }

    /// <summary>Gets the folder of the yard whose pages are served at <c>/studio</c>, where each of its models can be asked too; null for no pages.</summary>
    public string? Studio { get; init; }

    /// <summary>Gets the address to listen on: an IP address, <c>localhost</c>, or <c>*</c> for all.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Gets the port to listen on; 0 takes any that is free.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Gets a token that requests may carry as <c>Authorization: Bearer</c>, of 16 characters or more if others can reach the address; it opens all. Null for none.</summary>
    public string? Token { get; init; }

    /// <summary>Gets the folder of the yard whose tokens open the server; null for none. A server asks for a token if it has one of its own or the yard has, or ever had, any; one on an address that others can reach must have one.</summary>
    public string? Tokens { get; init; }

    /// <summary>Gets how many requests the bearer of a token may make in a second; null for any number.</summary>
    public double? Rate { get; init; }

    /// <summary>
    /// Gets further names under which the server may be asked, <c>*.example.com</c> for all of a domain and <c>*</c> for any. It always may be under its own address and <c>localhost</c>; if others can reach it, under any IP address and the name of the machine too.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>
    /// Gets the proxies that are believed when they say for whom they ask (<c>X-Forwarded-For</c>) and how they were asked (<c>X-Forwarded-Proto</c>): IP addresses, or networks such as <c>10.0.0.0/8</c>. Of others these headers are not read.
    /// </summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>Gets the file of the certificate that the server shows, as PEM with those of its issuers behind it; null to serve without TLS. A file that is written anew is read again.</summary>
    public string? TlsCertificate { get; init; }

    /// <summary>Gets the file of the certificate's key, as PEM without a password; null if it stands in the file of the certificate.</summary>
    public string? TlsKey { get; init; }

    /// <summary>Gets the greatest length of a request's body, in bytes.</summary>
    public int MaxBodyBytes { get; init; } = 16 << 20;

    /// <summary>Gets the greatest number of rows in a request.</summary>
    public int MaxRows { get; init; } = 100_000;

    /// <summary>Gets the number of bytes that all requests of more than 64 KiB may take together, with their rows and their answers; above it they are told to try again.</summary>
    public long MaxMemoryBytes { get; init; } = 128 << 20;

    /// <summary>Gets how long a request may take to arrive, and then to be answered.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the time between two looks for new versions of the models.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets where predictions and true labels are logged; null for nowhere.</summary>
    public PredictionLogStore? Predictions { get; init; }

    /// <summary>Gets a value indicating whether a prediction that cannot be logged is refused instead of answered.</summary>
    public bool RequireLog { get; init; }

    /// <summary>Gets what is logged of predictions, and for how long.</summary>
    public PredictionLogOptions PredictionOptions { get; init; } = new();

    /// <summary>Gets the folder of the yard whose monitors are run and whose automations are carried out; null for none.</summary>
    public string? Watch { get; init; }

    /// <summary>Gets the time between two looks at the monitors.</summary>
    public TimeSpan WatchInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets the folder of the yard that is told each minute how the server fares, for monitors that watch operation; it is kept for as long as the log, or 400 days. Null for none.</summary>
    public string? Minutes { get; init; }

    /// <summary>Gets the time between two tellings, at whole multiples of it.</summary>
    internal TimeSpan MinuteInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets to whom the server tells how it fares.</summary>
    public TelemetryOptions Telemetry { get; init; } = new();

    /// <summary>Gets the scheme of the server's address.</summary>
    internal string Scheme => TlsCertificate is null ? "http" : "https";

    /// <summary>Gets what is told the address once the server listens.</summary>
    public Action<Uri>? Listening { get; init; }
}
