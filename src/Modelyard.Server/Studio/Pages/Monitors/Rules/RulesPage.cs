using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Live;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Monitors.Rules;

/// <summary>Represents the rules of a monitor, as they are or as somebody writes them, with what they would have done in the windows that are over.</summary>
/// <param name="Monitor">The monitor.</param>
/// <param name="Yaml">The rules as YAML.</param>
/// <param name="IsDraft">Whether they are not kept yet.</param>
/// <param name="Fault">What is wrong with the text; null if nothing is.</param>
/// <param name="Form">The rules as the rows of a form.</param>
/// <param name="Was">The text that the form was made of.</param>
/// <param name="IsTorn">Whether somebody has changed both the form and the text, so that it must be said which is meant.</param>
/// <param name="Comments">The comments of the text, which the form drops.</param>
/// <param name="Names">The figures that a rule of the form can ask for.</param>
/// <param name="Rules">The rules, and how often each would have fired.</param>
/// <param name="Fired">When each would have fired, the latest first.</param>
/// <param name="Figures">What windows have that a rule can ask for, as of the last one.</param>
public sealed record RulesPage(string Monitor, string Yaml, bool IsDraft, string? Fault, IReadOnlyList<RuleRow> Form, string Was, bool IsTorn, IReadOnlyList<string> Comments, IReadOnlyList<string> Names, DataTable Rules, DataTable Fired, DataTable Figures) : StudioPage
{
    /// <summary>Gets a value indicating whether these rules have just been kept.</summary>
    public bool IsKept { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => "Rules";

    /// <inheritdoc/>
    [JsonIgnore]
    public override Area Area => Area.Monitors;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<(string Name, string Path)> Above => [("Monitors", PageUrl.Of("monitors")), (Monitor, PageUrl.Of("monitors", Monitor))];

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<DataTable> Tables => [Rules, Fired, Figures];

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Topics => IsDraft ? "" : StudioTopics.Monitors;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<HelpEntry> Help =>
    [
        new("Form and text", "Both are the same rules: what is changed in the form is written into the text when it is tested or kept, and the form is made of the text. A rule that asks for more than one figure stands in the form as text."),
        new("Rule", "A condition over the figures of a window, such as 'volume < 1000' or 'accuracy < 0.8 and labelled >= 100'. Where it is true, it alarms; what is not known of a window makes no alarm."),
        new("for", "How many windows in a row it must be true of."),
        new("cooldown", "How long it must have been quiet before an alarm is over, such as '1d 12h'."),
        new("Test", "Says what the rules would have done in the windows that are over, and changes nothing."),
    ];

    /// <summary>Gets a value indicating whether the rules can be kept as they are.</summary>
    internal bool CanBeKept => Fault is null && !IsTorn && Form.All(row => row.Fault is null);

    internal override Type View => typeof(RulesView);
}
