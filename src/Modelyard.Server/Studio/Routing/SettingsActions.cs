using System.Globalization;
using Microsoft.AspNetCore.Http;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Tokens;
using Modelyard.Server.Studio.Pages.Settings;

namespace Modelyard.Server.Studio.Routing;

/// <summary>Gives and revokes tokens and says whom alarms are told, as the forms of the settings ask for it.</summary>
/// <remarks>Programs and files are no channels that a page can name: who came by a browser would run what they like.</remarks>
internal sealed class SettingsActions(StudioYard yard)
{
    private const int MostForm = 1 << 16, MostDays = 3650;

    /// <summary>Gives a token, and shows it this once.</summary>
    public async Task<SettingsPage> GiveAsync(HttpContext context)
    {
        IFormCollection form = await StudioActions.ReadAsync(context, MostForm).ConfigureAwait(false);
        DateTime now = DateTime.UtcNow;
        var grant = new TokenGrant(Text(form, "name"), Choice<TokenRole>(form, "role"))
        {
            Models = [.. Text(form, "models").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            Scopes = form["scope"].Aggregate(TokenScopes.None, (all, one) => all | (Enum.TryParse(one, ignoreCase: true, out TokenScopes scope) ? scope : TokenScopes.None)),
            Expires = Days(form) is { } days ? now.AddDays(days) : null,
        };
        NewToken given = await Done(() => yard.Yard.Tokens.Add(grant)).ConfigureAwait(false);
        return SettingsReader.Read(yard, now) with { GivenName = given.Token.Name, GivenText = given.Text };
    }

    /// <summary>Revokes a token.</summary>
    public async Task<SettingsPage> RevokeAsync(HttpContext context)
    {
        IFormCollection form = await StudioActions.ReadAsync(context, MostForm).ConfigureAwait(false);
        string name = Text(form, "name");
        await Done(() =>
        {
            yard.Yard.Tokens.Revoke(name);
            return true;
        }).ConfigureAwait(false);
        return SettingsReader.Read(yard, DateTime.UtcNow) with { Told = $"The token '{name}' is revoked." };
    }

    /// <summary>Adds a channel.</summary>
    public async Task<SettingsPage> AddChannelAsync(HttpContext context)
    {
        IFormCollection form = await StudioActions.ReadAsync(context, MostForm).ConfigureAwait(false);
        ChannelKind kind = Choice<ChannelKind>(form, "kind");
        if (kind is not (ChannelKind.Webhook or ChannelKind.Slack))
        {
            throw Wrong("kind", $"'kind' is '{form["kind"]}' and must be 'webhook' or 'slack'. Other channels are named by the command: modelyard alarms channel add.");
        }

        var channel = new AlarmChannel(Text(form, "name"), kind, Text(form, "target")) { Severity = Choice<AlarmSeverity>(form, "severity"), SecretVariable = form["secret"].ToString().Trim() is { Length: > 0 } secret ? secret : null };
        await Done(() =>
        {
            yard.Yard.Channels.Set(channel);
            return true;
        }).ConfigureAwait(false);
        return SettingsReader.Read(yard, DateTime.UtcNow) with { Told = $"The channel '{channel.Name}' is told of alarms from now on." };
    }

    /// <summary>Sends a test to a channel, or removes it.</summary>
    public async Task<SettingsPage> ActAsync(HttpContext context)
    {
        IFormCollection form = await StudioActions.ReadAsync(context, MostForm).ConfigureAwait(false);
        string name = Text(form, "name"), told;
        switch (form["act"].ToString())
        {
            case "remove":
                await Done(() =>
                {
                    yard.Yard.Channels.Remove(name);
                    return true;
                }).ConfigureAwait(false);
                told = $"The channel '{name}' is removed.";
                break;
            case "test":
                try
                {
                    await yard.Yard.Channels.TestAsync(name, context.RequestAborted).ConfigureAwait(false);
                    told = $"The channel '{name}' has been told of a test.";
                }
                catch (YardException fault)
                {
                    told = fault.Message;
                }

                break;
            default:
                throw Wrong("act", $"'act' is '{form["act"]}' and must be 'test' or 'remove'.");
        }

        return SettingsReader.Read(yard, DateTime.UtcNow) with { Told = told };
    }

    private static Task<T> Done<T>(Func<T> act) => Task.Run(() =>
    {
        try
        {
            return act();
        }
        catch (YardException fault)
        {
            throw new StudioFaultException(StatusCodes.Status400BadRequest, "form", "bad_form", fault.Message);
        }
    });

    private static string Text(IFormCollection form, string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : throw Wrong(name, $"'{name}' is empty and must be given.");

    private static T Choice<T>(IFormCollection form, string name)
        where T : struct, Enum => Enum.TryParse(form[name].ToString(), ignoreCase: true, out T value) && Enum.IsDefined(value) ? value
            : throw Wrong(name, $"'{name}' is '{form[name]}' and must be one of {string.Join(", ", Enum.GetNames<T>().Select(one => $"'{one.ToLowerInvariant()}'"))}.");

    private static int? Days(IFormCollection form) => form["days"].ToString().Trim() is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days is >= 1 and <= MostDays ? days
        : throw Wrong("days", $"'days' is '{text}' and must be a whole number from 1 to {MostDays}, or empty.");

    private static StudioFaultException Wrong(string name, string message) => new(StatusCodes.Status400BadRequest, $"form {name}", "bad_form", message);
}
