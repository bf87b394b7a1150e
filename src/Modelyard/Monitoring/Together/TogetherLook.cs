using Modelyard.Metrics;

namespace Modelyard.Monitoring;

/// <summary>Represents one look at how rows have moved as a whole.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="Name">The name of the text, or the prefix of the embedding; empty for the columns.</param>
/// <param name="Method">How it was compared.</param>
public sealed record TogetherLook(TogetherSubject Subject, string Name, TogetherMethod Method)
{
    /// <summary>Gets what tells this look from the others: <c>classifier</c>, <c>reconstruction</c> or <c>discrepancy</c>, of a text or an embedding after its name, as in <c>comment.classifier</c>.</summary>
    public string Id => (Name.Length == 0 ? "" : Name + ".") + (Method == TogetherMethod.DomainClassifier ? "classifier" : Method.ToString().ToLowerInvariant());

    /// <summary>Gets the statistic, as the method has it; NaN where the look could not be taken.</summary>
    public double Statistic { get; init; } = double.NaN;

    /// <summary>Gets the interval of 95 % of an area under the ROC curve; null of other methods.</summary>
    public ScoreInterval? Interval { get; init; }

    /// <summary>Gets the chance of such a difference, or a greater one, if nothing had changed; NaN where the look could not be taken.</summary>
    public double PValue { get; init; } = double.NaN;

    /// <summary>Gets the p-value adjusted for all looks by the method of Holm.</summary>
    public double AdjustedPValue { get; init; } = double.NaN;

    /// <summary>Gets how great the difference is, as the method has it; NaN where the look could not be taken.</summary>
    public double Effect { get; init; } = double.NaN;

    /// <summary>Gets a value indicating whether the rows differ beyond chance, and by as much as matters.</summary>
    public bool Drifted { get; init; }

    /// <summary>Gets what differs, or why the look could not be taken, in words.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>Gets the columns that tell the rows apart, the most telling first: of a classifier of columns those that it leans on, of a kernel the one whose means are farthest apart, and otherwise none.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Gets the words that differ beyond chance, the most telling first; none but of texts.</summary>
    public IReadOnlyList<TellingWord> Words { get; init; } = [];

    /// <summary>Gets the number of rows of the reference that were looked at.</summary>
    public required int ReferenceRows { get; init; }

    /// <summary>Gets the number of rows of now that were looked at.</summary>
    public required int CurrentRows { get; init; }
}
