using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Trying;

/// <summary>Represents a model that is tried: a form made from its inputs, and what it answers.</summary>
/// <param name="Name">The name of the model.</param>
/// <param name="Version">The version that answers.</param>
/// <param name="Target">What it predicts.</param>
/// <param name="Fields">The inputs, with their ranges and values.</param>
/// <param name="IsCostly">Whether an explanation takes thousands of predictions, so that it is made only when it is asked for.</param>
/// <param name="IsExplained">Whether the answer is to be explained.</param>
/// <param name="Answer">The answer; null if the caller may not predict.</param>
/// <param name="Snippets">How programs ask the same.</param>
public sealed record TryPage(string Name, int Version, string Target, IReadOnlyList<InputField> Fields, bool IsCostly, bool IsExplained, TryAnswer? Answer, IReadOnlyList<Snippet> Snippets) : StudioPage
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => $"Try {Name}";

    /// <inheritdoc/>
    [JsonIgnore]
    public override Area Area => Area.Models;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<(string Name, string Path)> Above => [("Models", PageUrl.Of("models")), (Name, PageUrl.Of("models", Name)), ($"version {Version}", PageUrl.Of("models", Name, "versions", $"{Version}"))];

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<DataTable> Tables => Answer?.Why is { } why ? [why] : Array.Empty<DataTable>();

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<HelpEntry> Help =>
    [
        new("Inputs", "Ranges, choices and what they begin with come from the profile of the training data: the median, or the most frequent level. An empty field is a missing value."),
        new("What if", "The line in a bar is the first prediction; move an input and see how far it goes from there. Begin again makes the present one the first."),
        new("Why", "What each input contributes to this prediction, beside what is usual in training, by Shapley values."),
        new("Link", "The address holds the values: send it to show what you see."),
    ];

    internal override Type View => typeof(TryView);
}
