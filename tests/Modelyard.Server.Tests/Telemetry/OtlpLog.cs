namespace Modelyard.Server.Tests.Telemetry;

/// <summary>Represents a log record that a collector received.</summary>
internal sealed record OtlpLog(string Trace, string Span, string Severity, string Body, IReadOnlyDictionary<string, string> Resource);
