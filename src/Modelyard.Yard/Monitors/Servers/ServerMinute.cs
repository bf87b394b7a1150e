namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents what a server says of a minute: what it answered for one model, and what its process took.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Server">What the server is known by, other than all that run at once.</param>
/// <param name="Start">The beginning, in UTC; after a fault it may be longer ago than a minute.</param>
/// <param name="End">The end.</param>
public sealed record ServerMinute(string Model, string Server, DateTime Start, DateTime End)
{
    /// <summary>Gets the number of requests for the model that were answered, refused or failed.</summary>
    public long Requests { get; init; }

    /// <summary>Gets how many of them were refused, by a status from 400 to 499.</summary>
    public long Refused { get; init; }

    /// <summary>Gets how many of them failed, by a status of 500 or above.</summary>
    public long Failed { get; init; }

    /// <summary>Gets the number of rows that were predicted.</summary>
    public long Predictions { get; init; }

    /// <summary>Gets how long whole requests took.</summary>
    public LatencyCounts Latencies { get; init; } = new();

    /// <summary>Gets the memory of the process that lies in the machine's, at the end of the minute, in bytes.</summary>
    public long WorkingSet { get; init; }

    /// <summary>Gets the managed memory of the process at the end of the minute, in bytes.</summary>
    public long Heap { get; init; }

    /// <summary>Gets how long collections of garbage made the process pause.</summary>
    public TimeSpan Paused { get; init; }

    /// <summary>Gets the number of collections of the oldest generation, 2.</summary>
    public long FullCollections { get; init; }

    /// <summary>Gets the time of processors that the process took, all together.</summary>
    public TimeSpan Processor { get; init; }

    /// <summary>Gets the number of processors that the process may use.</summary>
    public int Processors { get; init; } = 1;
}
