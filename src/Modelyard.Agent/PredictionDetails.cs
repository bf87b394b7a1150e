namespace Modelyard.Agent;

/// <summary>Says what else is known of a prediction.</summary>
public sealed record PredictionDetails
{
    /// <summary>Gets the identifier of the request, of up to 200 characters, which no other prediction has; null for one that the agent makes.</summary>
    public string? Request { get; init; }

    /// <summary>Gets when it was made; null for now.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Gets a name of your own for the row, such as the customer's number, by which a label may name it; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the version of the model; null for the one that the server has.</summary>
    public string? Version { get; init; }

    /// <summary>Gets how long it took; null if it is not known.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Gets the probability of each class by its name; null if there are none.</summary>
    public IReadOnlyDictionary<string, double>? Probabilities { get; init; }
}
