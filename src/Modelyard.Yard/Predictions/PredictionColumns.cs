namespace Modelyard.Lifecycle.Predictions;

/// <summary>Names the columns that a log has besides the inputs of its model. An input of such a name is read as <c>input._time</c>.</summary>
public static class PredictionColumns
{
    /// <summary>When the request was answered, in UTC.</summary>
    public const string Time = "_time";

    /// <summary>The identifier of the request.</summary>
    public const string Request = "_request";

    /// <summary>The zero-based row within the request.</summary>
    public const string Row = "_row";

    /// <summary>The key that the caller gave the row; missing if none.</summary>
    public const string Key = "_key";

    /// <summary>The version of the model.</summary>
    public const string Version = "_version";

    /// <summary>How long the answer took, in milliseconds.</summary>
    public const string Latency = "_latency_ms";

    /// <summary>The share of all requests that is kept, 1 for all: a row stands for as many as one by this share.</summary>
    public const string Share = "_share";

    /// <summary>The prediction: a number or a class.</summary>
    public const string Prediction = "_prediction";

    /// <summary>The true label, once it is known.</summary>
    public const string Label = "_label";

    /// <summary>When the label came, in UTC.</summary>
    public const string LabelTime = "_label_time";

    private const string ProbabilityPrefix = "_probability.";

    /// <summary>Names the column of a class's probability.</summary>
    /// <param name="label">The label of the class.</param>
    /// <returns>The name.</returns>
    public static string Probability(string label) => ProbabilityPrefix + label;

    /// <summary>Names the column of an input.</summary>
    /// <param name="name">The name of the input.</param>
    /// <returns>The same name, unless the log has a column of its own of that name.</returns>
    public static string Input(string name) => IsRecord(name) || IsOutput(name) ? $"input.{name}" : name;

    /// <summary>Finds the class whose probability a column holds; null if it holds none.</summary>
    internal static string? ClassOf(string name) => name.StartsWith(ProbabilityPrefix, StringComparison.Ordinal) ? name[ProbabilityPrefix.Length..] : null;

    /// <summary>Determines whether a column holds what the model answered.</summary>
    internal static bool IsOutput(string name) => name == Prediction || ClassOf(name) is not null;

    /// <summary>Determines whether a column holds what the model was asked.</summary>
    internal static bool IsInput(string name) => !IsRecord(name) && !IsOutput(name);

    /// <summary>Determines whether a column says of a row when, how and for whom it was answered, and what came true, rather than what was asked or answered.</summary>
    internal static bool IsRecord(string name) => name is Time or Request or Row or Key or Version or Latency or Share or Label or LabelTime;
}
