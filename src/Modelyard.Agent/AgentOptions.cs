namespace Modelyard.Agent;

/// <summary>Says where an agent sends to, where it keeps what is not sent yet, and how much of it.</summary>
/// <param name="Server">The address of the server, as <c>https://ml.example.com</c>.</param>
/// <param name="Model">The name of the model whose predictions are recorded.</param>
/// <param name="Folder">The folder that keeps what is not sent yet; of one agent alone.</param>
public sealed record AgentOptions(Uri Server, string Model, string Folder)
{
    /// <summary>Gets what gives the token that the server asks for, of the scope <c>log</c>; null for none. It is asked before each sending, so that a token may be renewed.</summary>
    public Func<string?>? Token { get; init; }

    /// <summary>Gets the greatest number of records in memory that wait for the disk.</summary>
    public int MaxQueued { get; init; } = 10_000;

    /// <summary>Gets how long a call waits for room in memory when the disk does not keep up; what finds none is dropped and counted.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the number of bytes on disk above which new records are dropped and counted; what is there stays.</summary>
    public long MaxBytes { get; init; } = 1L << 30;

    /// <summary>Gets the number of bytes of <c>refused.ndjson</c> above which further records that the server refuses are counted and told, and no longer kept; what is there stays until it is removed.</summary>
    public long MaxRefusedBytes { get; init; } = 64L << 20;

    /// <summary>Gets the greatest number of records that are sent together.</summary>
    public int BatchRows { get; init; } = 1000;

    /// <summary>Gets how long a sending may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the longest time between two attempts while the server is away; the first is tried again within half a second.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets what is told of faults, in full sentences, the same one at most once a minute; null for nobody.</summary>
    public Action<string>? Fault { get; init; }

    internal static void Check(AgentOptions options)
    {
        if (!options.Server.IsAbsoluteUri || (options.Server.Scheme != Uri.UriSchemeHttp && options.Server.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException($"The server is '{options.Server}' and must be an address with http:// or https://.", nameof(options));
        }

        if (string.IsNullOrWhiteSpace(options.Model) || string.IsNullOrWhiteSpace(options.Folder))
        {
            throw new ArgumentException("The model and the folder must have names.", nameof(options));
        }

        if (options.MaxQueued < 1 || options.MaxBytes < 1 || options.MaxRefusedBytes < 0 || options.BatchRows < 1 || options.RequestTimeout <= TimeSpan.Zero || options.MaxPause <= TimeSpan.Zero || (options.MaxWait < TimeSpan.Zero && options.MaxWait != Timeout.InfiniteTimeSpan))
        {
            throw new ArgumentException("The limits of memory, disk and batches and the times of a sending and of pauses must be greater than 0, and the wait 0 or greater.", nameof(options));
        }
    }
}
