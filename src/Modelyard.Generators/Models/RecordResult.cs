namespace Modelyard.Generators.Models;

/// <summary>Represents what became of a declaration.</summary>
/// <param name="Record">The record; null if it cannot be one.</param>
/// <param name="Diagnostics">What is told to its author.</param>
internal sealed record RecordResult(RecordModel? Record, EquatableArray<DiagnosticModel> Diagnostics);
