using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Pages.Trying;

/// <summary>Represents what a model answers for the values of a form.</summary>
public sealed record TryAnswer
{
    /// <summary>Gets what it predicts: a class, or a number; null if the values have a fault.</summary>
    public string? Prediction { get; init; }

    /// <summary>Gets the numbers behind it: the probability of each class, or the predicted number.</summary>
    public IReadOnlyList<double> Numbers { get; init; } = [];

    /// <summary>Gets the same of the first prediction, with which it is compared; as many.</summary>
    public IReadOnlyList<double> First { get; init; } = [];

    /// <summary>Gets the classes; empty for numbers.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Gets the interval, or the set of classes, in words; null if the model has none.</summary>
    public string? Interval { get; init; }

    /// <summary>Gets what each input contributes, the greatest first; null if it is not explained.</summary>
    public DataTable? Why { get; init; }

    /// <summary>Gets what is explained and by what, in a sentence; or why there is no explanation.</summary>
    public string? WhyNote { get; init; }

    /// <summary>Gets what is wrong with the values, or unusual.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
