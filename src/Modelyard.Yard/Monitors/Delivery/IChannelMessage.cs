namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents what a channel is told, of an alarm or of an automation.</summary>
internal interface IChannelMessage
{
    /// <summary>Gets what names the message, the same at each attempt.</summary>
    string Id { get; }

    /// <summary>Gets the number of the attempt, from 1: a receiver that sees 2 may have had the message before.</summary>
    int Attempt { get; }

    /// <summary>Gets the subject, on one line.</summary>
    string Subject { get; }

    /// <summary>Writes the message for people.</summary>
    string ToText();

    /// <summary>Writes the message for programs.</summary>
    byte[] ToJson();
}
