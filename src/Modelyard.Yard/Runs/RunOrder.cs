namespace Modelyard.Lifecycle;

/// <summary>Says in which order runs are listed.</summary>
/// <param name="Key">What they are ordered by.</param>
/// <param name="IsDescending">Whether the greatest, or the latest, comes first.</param>
public sealed record RunOrder(RunOrderKey Key, bool IsDescending = false)
{
    /// <summary>Gets the order from the newest to the oldest.</summary>
    public static RunOrder Newest { get; } = new(RunOrderKey.Started, IsDescending: true);

    /// <summary>Gets the metric, for <see cref="RunOrderKey.Metric"/>; runs that do not have it come last.</summary>
    public string? Metric { get; init; }

    /// <summary>Gets the order as SQL, where ?8 is the metric.</summary>
    internal string Expression
    {
        get
        {
            string direction = IsDescending ? "DESC" : "ASC";
            return Key switch
            {
                RunOrderKey.Started => $"id {direction}",
                RunOrderKey.Name => $"name {direction}, id DESC",
                RunOrderKey.Duration => $"coalesce(ended, 9223372036854775807) - started {direction}, id DESC",
                _ => $"(SELECT value FROM run_metrics WHERE run = runs.id AND name = ?8 ORDER BY step DESC LIMIT 1) {direction} NULLS LAST, id DESC",
            };
        }
    }
}
