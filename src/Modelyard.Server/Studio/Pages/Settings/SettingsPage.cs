using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Pages.Settings;

/// <summary>Represents who may come in, and whom alarms are told. No secret is in it but a token that was given just now.</summary>
/// <param name="Tokens">The tokens.</param>
/// <param name="InForce">The names of those that hold.</param>
/// <param name="Channels">The channels.</param>
/// <param name="ChannelNames">Their names.</param>
/// <param name="Silences">The monitors that are silent.</param>
public sealed record SettingsPage(DataTable Tokens, IReadOnlyList<string> InForce, DataTable Channels, IReadOnlyList<string> ChannelNames, DataTable Silences) : StudioPage
{
    /// <summary>Gets the name of the token that was given just now; null if none was.</summary>
    [JsonIgnore]
    public string? GivenName { get; init; }

    /// <summary>Gets its text, which is shown this once; null if none was given.</summary>
    [JsonIgnore]
    public string? GivenText { get; init; }

    /// <summary>Gets what came of an action, in a sentence; null if there was none.</summary>
    [JsonIgnore]
    public string? Told { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => "Settings";

    /// <inheritdoc/>
    [JsonIgnore]
    public override Area Area => Area.Settings;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<DataTable> Tables => [Tokens, Channels, Silences];

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<HelpEntry> Help =>
    [
        new("Token", "Opens the server to a program or a person. Its text is shown once, when it is given; the yard keeps a digest."),
        new("Role", "A viewer looks; an operator predicts, labels, acknowledges and promotes; an admin gives tokens and says whom alarms are told."),
        new("Scope", "The parts of the server that a token opens: predictions, the log, metrics, pages."),
        new("Channel", "Where alarms are told. Programs and files are named by the command alone: modelyard alarms channel add."),
    ];

    internal override Type View => typeof(SettingsView);
}
