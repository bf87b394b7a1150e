namespace Modelyard.Agent;

/// <summary>Represents how an agent fares.</summary>
/// <param name="Sent">The number of records that the server has taken since the agent began.</param>
/// <param name="Refused">The number of records that the server refused and that were set aside in <c>refused.ndjson</c>.</param>
/// <param name="Dropped">The number of records for which there was no room.</param>
/// <param name="WaitingBytes">The number of bytes on disk that are not sent yet.</param>
/// <param name="LastFault">Why the last sending or writing failed; null if it did not.</param>
public sealed record AgentStatus(long Sent, long Refused, long Dropped, long WaitingBytes, string? LastFault);
