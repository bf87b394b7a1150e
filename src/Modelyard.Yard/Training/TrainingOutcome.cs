using Modelyard.Training;

namespace Modelyard.Lifecycle.Training;

/// <summary>Represents a training that was recorded: its run, its version in the registry, its report.</summary>
/// <param name="Result">What the training found.</param>
/// <param name="DataPath">The path of the table.</param>
/// <param name="RunId">The identifier of the run.</param>
/// <param name="Name">The name of the model.</param>
/// <param name="Version">The version of the model.</param>
/// <param name="ReportPath">The path of the report.</param>
public sealed record TrainingOutcome(TrainingResult Result, string DataPath, string RunId, string Name, int Version, string ReportPath);
