using System.Net.Mail;
using Modelyard.Lifecycle.Secrets;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says whom alarms are told, and how.</summary>
/// <param name="Name">The name of the channel.</param>
/// <param name="Kind">How they are told.</param>
/// <param name="Target">The address of a webhook, of e-mail, the path of a program or of a file. Of a webhook, whose address is often a secret, it may be <c>env:NAME</c> or <c>file:PATH</c>: where the address is found when it is told.</param>
public sealed record AlarmChannel(string Name, ChannelKind Kind, string Target)
{
    /// <summary>Gets the least severity that is told.</summary>
    public AlarmSeverity Severity { get; init; } = AlarmSeverity.Info;

    /// <summary>Gets the monitor whose alarms are told; null for all.</summary>
    public string? Monitor { get; init; }

    /// <summary>Gets how long an alarm must have gone on, with nobody who knows of it, before it is told: an escalation. 0 tells it at once.</summary>
    public TimeSpan After { get; init; } = TimeSpan.Zero;

    /// <summary>Gets where the secret is: the name of an environment variable, or <c>file:PATH</c>. It is what webhooks are signed with, or the password of the mail server. Secrets themselves are never kept.</summary>
    public string? SecretVariable { get; init; }

    /// <summary>Gets the mail server, as <c>host:port</c>.</summary>
    public string? MailServer { get; init; }

    /// <summary>Gets the address that e-mail comes from, which is the user of the mail server too.</summary>
    public string? Sender { get; init; }

    /// <summary>Gets the address of what is to be done when it alarms; null for none.</summary>
    public string? Runbook { get; init; }

    /// <summary>Gets the target as it may be shown: of the address of a webhook, which lets anyone post who knows it, the host alone.</summary>
    public string ShownTarget => Kind is ChannelKind.Webhook or ChannelKind.Slack && Uri.TryCreate(Target, UriKind.Absolute, out Uri? address) && IsWeb(address) ? $"{address.Scheme}://{address.Authority}/..." : Target;

    /// <summary>Gets the name alone, so that no address gets into logs by a slip.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    internal void Check()
    {
        ModelReference.CheckName("channel", Name);
        if (Kind is ChannelKind.Webhook or ChannelKind.Slack && !SecretText.IsReference(Target) && !IsAddress(Target))
        {
            throw new YardException($"The address of the webhook is '{Target}' and must begin with https:// or http://, or say where it is by 'env:NAME' or 'file:PATH'.");
        }

        if (Kind == ChannelKind.Email && (!MailAddress.TryCreate(Target, out _) || !MailAddress.TryCreate(Sender, out _) || MailServer is null))
        {
            throw new YardException($"E-mail goes to '{Target}' from '{Sender}' by the server '{MailServer}': both must be addresses, and the server a host and a port, as in 'mail.example.com:587'.");
        }

        if (After < TimeSpan.Zero || After > TimeSpan.FromDays(30))
        {
            throw new YardException($"The time before it is told is '{After}' and must be from 0 to 30 days.");
        }

        if (MailServer is not null && !(MailServer.Split(':') is [{ Length: > 0 }, var port] && ushort.TryParse(port, out ushort number) && number > 0))
        {
            throw new YardException($"The mail server is '{MailServer}' and must be a host and a port, as in 'mail.example.com:587'.");
        }

        if (Runbook is not null && !IsAddress(Runbook))
        {
            throw new YardException($"The runbook is '{Runbook}' and must be an address that begins with https:// or http://.");
        }
    }

    /// <summary>Reads the address of the webhook.</summary>
    /// <exception cref="YardException">It is not where it should be, or is none.</exception>
    internal Uri WebAddress()
    {
        string text = SecretText.Read($"The address of the channel '{Name}'", Target);
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && IsWeb(address) ? address : throw new YardException($"The address of the channel '{Name}', taken from '{ShownTarget}', must begin with https:// or http://.");
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && IsWeb(address);

    private static bool IsWeb(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp;
}
