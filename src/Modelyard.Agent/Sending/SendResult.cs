namespace Modelyard.Agent.Sending;

/// <summary>Represents what came of a sending.</summary>
/// <param name="Outcome">What is to be done with the entries.</param>
/// <param name="Fault">Why they were not taken; null if they were.</param>
/// <param name="Wait">How long the server asks to wait; null if it does not say.</param>
internal readonly record struct SendResult(SendOutcome Outcome, string? Fault, TimeSpan? Wait);
