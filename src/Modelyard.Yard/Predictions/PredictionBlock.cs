namespace Modelyard.Lifecycle.Predictions;

/// <summary>Represents the predictions of one request: its rows as the model read them, and what it gave.</summary>
public readonly ref struct PredictionBlock
{
    /// <summary>Gets when the request was answered, in UTC.</summary>
    public required DateTime Time { get; init; }

    /// <summary>Gets the identifier of the request in UTF-8, of at most <see cref="PredictionLog.MostRequestBytes"/> bytes.</summary>
    public required ReadOnlySpan<byte> Request { get; init; }

    /// <summary>Gets how long the answer took.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Gets the encoded cells, rows x inputs: numbers, seconds since 1970, codes of levels; NaN is missing, -1 a level that the model does not know.</summary>
    public required ReadOnlySpan<double> Inputs { get; init; }

    /// <summary>Gets the prediction of each row: the number, or the position of the class.</summary>
    public required ReadOnlySpan<double> Predictions { get; init; }

    /// <summary>Gets the probabilities, rows x classes; empty for regression.</summary>
    public ReadOnlySpan<double> Probabilities { get; init; }

    /// <summary>Gets the cells that numbers do not tell; null for none.</summary>
    public CellTexts? Texts { get; init; }
}
