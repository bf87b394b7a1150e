namespace Modelyard.Lifecycle.Monitors;

/// <summary>Names what a monitor looks at.</summary>
public enum WatchKind
{
    /// <summary>Whether columns are as in the reference: their values, missing cells, levels, ranges.</summary>
    Drift,

    /// <summary>Whether inputs have moved together, though perhaps none has on its own; texts by their words, and embeddings.</summary>
    Together,

    /// <summary>Whether volume, duplicates, latency, the age of the newest row and how servers fared are as usual.</summary>
    Operation,

    /// <summary>Whether rows that are unlike those of the reference have become more.</summary>
    Anomalies,

    /// <summary>Whether the model leans on other inputs than it did.</summary>
    Explanations,

    /// <summary>Whether the model does worse than it did, once labels have come.</summary>
    Performance,

    /// <summary>Whether the model is likely to do worse than it did, before labels have come.</summary>
    Estimate,

    /// <summary>Whether the loss of the model, row by row in the order of time, has changed within or across windows, once labels have come.</summary>
    Stream,
}
