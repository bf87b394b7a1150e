namespace Modelyard.Lifecycle;

/// <summary>Names what runs can be ordered by.</summary>
public enum RunOrderKey
{
    /// <summary>The moment at which they were started.</summary>
    Started,

    /// <summary>The name.</summary>
    Name,

    /// <summary>How long they took; runs that go on count as the longest.</summary>
    Duration,

    /// <summary>The last value of a metric.</summary>
    Metric,
}
