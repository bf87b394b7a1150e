namespace Modelyard.Server.Telemetry.Dogstatsd;

/// <summary>Represents a number that is to be sent.</summary>
/// <param name="Text">The line, as the protocol has it.</param>
/// <param name="Sent">What is to be done when it was sent; until then the number is due.</param>
internal sealed record DogstatsdLine(string Text, Action Sent);
