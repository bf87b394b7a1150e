namespace Modelyard.Server.Tests.Telemetry;

/// <summary>Represents a span that a collector received.</summary>
internal sealed record OtlpSpan(string Trace, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Attributes, IReadOnlyDictionary<string, string> Resource);
