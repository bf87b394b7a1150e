using Modelyard.Persistence;
using Modelyard.Training.Search;

namespace Modelyard.Lifecycle.Training;

/// <summary>Represents a search of hyperparameters that was recorded: its run, its study, the version of its model in the registry.</summary>
/// <param name="Result">What the search found.</param>
/// <param name="DataPath">The path of the table.</param>
/// <param name="RunId">The identifier of the run.</param>
/// <param name="Study">The name of the study, under which the search can be gone on with.</param>
/// <param name="Name">The name of the model.</param>
/// <param name="Version">The version of the model.</param>
/// <param name="Package">What the model's file holds.</param>
public sealed record TuningOutcome(TunerResult Result, string DataPath, string RunId, string Study, string Name, int Version, ModelPackage Package);
