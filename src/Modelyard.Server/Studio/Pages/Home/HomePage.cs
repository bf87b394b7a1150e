using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Live;

namespace Modelyard.Server.Studio.Pages.Home;

/// <summary>Represents what needs attention now, and what was done last.</summary>
/// <param name="Attention">What should be looked at, the most pressing first.</param>
/// <param name="Facts">How much there is.</param>
/// <param name="Running">Runs that go on.</param>
/// <param name="Latest">Runs that ended last.</param>
/// <param name="Watched">What monitors saw last.</param>
public sealed record HomePage(IReadOnlyList<AttentionItem> Attention, IReadOnlyList<Fact> Facts, DataTable Running, DataTable Latest, DataTable Watched) : StudioPage
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => "Home";

    /// <inheritdoc/>
    [JsonIgnore]
    public override Area Area => Area.Home;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<DataTable> Tables => [Latest, Running, Watched];

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Topics => $"{StudioTopics.Models} {StudioTopics.Runs} {StudioTopics.Monitors} {StudioTopics.Alarms}";

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<HelpEntry> Help =>
    [
        new("Needs attention", "Alarms that nobody has acknowledged, monitors that are behind, runs that failed in the last week, and versions that are newer than the champion. What is done disappears from here."),
        new("Watched", "The last window of each monitor: whether the columns of the model's inputs and answers are still as in its reference."),
        new("Live", "The page renews itself when something changes in the yard, whichever process did it."),
    ];

    internal override Type View => typeof(HomeView);
}
