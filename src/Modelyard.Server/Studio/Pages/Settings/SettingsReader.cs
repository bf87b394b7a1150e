using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Tokens;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Settings;

/// <summary>Reads who may come in, and whom alarms are told.</summary>
internal static class SettingsReader
{
    private static readonly TableColumn[] TokenColumns =
    [
        new("name", "Token"),
        new("role", "Role"),
        new("scopes", "Scope"),
        new("models", "Models", ColumnKind.Prose),
        new("created", "Given", ColumnKind.Time),
        new("used", "Last used", ColumnKind.Time),
        new("expires", "Ends", ColumnKind.Time),
        new("state", "State", ColumnKind.State),
    ];

    private static readonly TableColumn[] ChannelColumns = [new("name", "Channel"), new("kind", "By"), new("target", "Where", ColumnKind.Prose), new("severity", "From severity"), new("monitor", "Of"), new("after", "After"), new("untold", "Not told", ColumnKind.Count), new("fault", "Why not", ColumnKind.Prose)];

    private static readonly TableColumn[] SilenceColumns = [new("monitor", "Monitor"), new("until", "Until", ColumnKind.Time), new("reason", "Why", ColumnKind.Prose)];

    public static SettingsPage Read(StudioYard yard, PageRequest request) => Read(yard, request.Now);

    public static SettingsPage Read(StudioYard yard, DateTime now)
    {
        IReadOnlyList<AccessToken> tokens = yard.Yard.Tokens.List();
        IReadOnlyList<AlarmChannel> channels = yard.Yard.Channels.List();
        ILookup<string, AlarmDelivery> failed = yard.Yard.Channels.Failed().ToLookup(delivery => delivery.Channel, StringComparer.Ordinal);
        return new SettingsPage(
            new DataTable("tokens", "Tokens", TokenColumns, [.. tokens.Select(token => Row(token, now))]),
            [.. tokens.Where(token => token.IsInForce(now)).Select(token => token.Name)],
            new DataTable("channels", "Whom alarms are told", ChannelColumns, [.. channels.Select(channel => Row(channel, [.. failed[channel.Name]]))]),
            [.. channels.Select(channel => channel.Name)],
            new DataTable("silences", "Silent monitors", SilenceColumns, [.. yard.Yard.Alarms.Silences(now).Select(silence => (IReadOnlyList<Cell>)[new Cell(silence.Monitor, PageUrl.Of("monitors", silence.Monitor)), new Cell(silence.Until), new Cell(silence.Reason)])]));
    }

    private static IReadOnlyList<Cell> Row(AccessToken token, DateTime now) =>
    [
        new Cell(token.Name),
        new Cell(token.Role.ToString().ToLowerInvariant()),
        new Cell(token.Scopes == TokenScopes.All ? "all" : token.Scopes.ToString().ToLowerInvariant()),
        new Cell(string.Join(", ", token.Models)),
        new Cell(token.Created),
        new Cell(token.LastUsed),
        new Cell(token.Expires),
        token.Revoked is not null ? new Cell("revoked") { Tone = Tone.Neutral } : token.IsInForce(now) ? new Cell("in force") { Tone = Tone.Good } : new Cell("over") { Tone = Tone.Neutral },
    ];

    private static IReadOnlyList<Cell> Row(AlarmChannel channel, AlarmDelivery[] failed) =>
    [
        new Cell(channel.Name),
        new Cell(channel.Kind.ToString().ToLowerInvariant()),
        new Cell(channel.ShownTarget),
        new Cell(channel.Severity.ToString().ToLowerInvariant()),
        new Cell(channel.Monitor ?? "all monitors"),
        new Cell(channel.After == TimeSpan.Zero ? "at once" : CellText.Length(channel.After)),
        new Cell(failed.Length) { Tone = failed.Length > 0 ? Tone.Problem : Tone.Neutral },
        new Cell(failed.FirstOrDefault()?.Fault),
    ];
}
