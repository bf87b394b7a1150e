namespace Modelyard.Lifecycle.Monitors;

/// <summary>Names the ways by which alarms are told.</summary>
public enum ChannelKind
{
    /// <summary>JSON, posted to an address and signed.</summary>
    Webhook,

    /// <summary>A line of text, posted to an address as Slack and its likes take it.</summary>
    Slack,

    /// <summary>E-mail by SMTP.</summary>
    Email,

    /// <summary>A program that is started and given JSON on its standard input.</summary>
    Command,

    /// <summary>A line of JSON at the end of a file.</summary>
    Log,
}
